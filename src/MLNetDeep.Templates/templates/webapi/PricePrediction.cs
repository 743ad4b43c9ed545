using System.Text.Json.Serialization;

namespace MLNetDeepWebApi;

/// <summary>What the model says about a house.</summary>
public sealed class PricePrediction
{
    /// <summary>The price. ML.NET's regressions call their output Score.</summary>
    [JsonPropertyName("price")]
    public float Score { get; set; }
}
