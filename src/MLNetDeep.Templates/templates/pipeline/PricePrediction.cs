namespace MLNetDeepPipeline;

/// <summary>What the model says about a house.</summary>
public sealed class PricePrediction
{
    /// <summary>The price. ML.NET's regressions call their output Score.</summary>
    public float Score { get; set; }
}
