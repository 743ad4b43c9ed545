using System.Text.Json.Serialization;

namespace MLNetDeepWebApi;

/// <summary>The prediction for a house.</summary>
public sealed class PricePrediction
{
    /// <summary>The price. ML.NET's regressions call their output Score.</summary>
    [JsonPropertyName("price")]
    public float Score { get; set; }
}
