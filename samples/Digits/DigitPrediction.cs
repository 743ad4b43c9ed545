namespace MLNetDeep.Samples.Digits;

/// <summary>The model's output for one digit.</summary>
internal sealed class DigitPrediction
{
    /// <summary>The predicted digit, 0 to 9.</summary>
    public byte PredictedLabel { get; set; }

    /// <summary>The predicted probability of each digit.</summary>
    public float[] Score { get; set; } = [];
}
