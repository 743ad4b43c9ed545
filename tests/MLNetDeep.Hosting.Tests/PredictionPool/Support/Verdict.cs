namespace MLNetDeep.Hosting.Tests.PredictionPool;

/// <summary>A row of the models' output.</summary>
public sealed class Verdict
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
