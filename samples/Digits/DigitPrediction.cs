namespace MLNetDeep.Samples.Digits;

/// <summary>What the model says of a digit.</summary>
internal sealed class DigitPrediction
{
    /// <summary>The class, 0 to 9.</summary>
    public byte PredictedLabel { get; set; }

    /// <summary>The probability of each class.</summary>
    public float[] Score { get; set; } = [];
}
