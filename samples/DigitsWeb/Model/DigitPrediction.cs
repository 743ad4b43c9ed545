namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The model's output for one picture.</summary>
internal sealed class DigitPrediction
{
    /// <summary>The most probable digit.</summary>
    public byte PredictedLabel { get; set; }

    /// <summary>The probability of each digit from 0 to 9.</summary>
    public float[] Score { get; set; } = [];
}
