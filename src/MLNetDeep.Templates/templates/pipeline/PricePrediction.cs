namespace MLNetDeepPipeline;

/// <summary>The prediction for a house.</summary>
public sealed class PricePrediction
{
    /// <summary>The price. ML.NET's regressions call their output Score.</summary>
    public float Score { get; set; }
}
