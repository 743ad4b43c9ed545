namespace MLNetDeepDigits;

/// <summary>The prediction for a picture.</summary>
public sealed class Prediction
{
    public byte PredictedLabel { get; set; }

    /// <summary>The probabilities of the digits 0 to 9.</summary>
    public float[] Score { get; set; } = [];
}
