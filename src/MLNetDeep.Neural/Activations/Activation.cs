using System.Text.Json.Serialization;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>
/// The function f that a layer applies to each weighted sum z. The static properties (<see cref="Relu"/>, ...) return each activation with
/// its default options.
/// </summary>
[JsonConverter(typeof(TypedJsonConverter<Activation>))]
public abstract record Activation
{
    private protected Activation()
    {
    }

    /// <summary>The name of the type in JSON, such as "relu"; see <see cref="NetworkTypes"/>.</summary>
    [JsonInclude]
    [JsonPropertyName(NetworkTypes.Member)]
    [JsonPropertyOrder(-1)]
    internal string TypeInJson
    {
        get => NetworkTypes.NameOf(GetType());
        init => _ = value;
    }

    /// <summary>f(z) = z.</summary>
    public static Activation Linear { get; } = new Linear();

    /// <summary>f(z) = max(0, z).</summary>
    public static Activation Relu { get; } = new Relu();

    /// <summary>f(z) = z for z > 0, otherwise 0.2 z. For other slopes, use <see cref="Neural.LeakyRelu"/>.</summary>
    public static Activation LeakyRelu { get; } = new LeakyRelu();

    /// <summary>f(z) = z for z > 0, otherwise e^z - 1, so α = 1. For other values of α, use <see cref="Neural.Elu"/>.</summary>
    public static Activation Elu { get; } = new Elu();

    /// <summary>f(z) = z Φ(z), where Φ is the cumulative standard normal distribution.</summary>
    public static Activation Gelu { get; } = new Gelu();

    /// <summary>f(z) = 1 / (1 + e^-z).</summary>
    public static Activation Sigmoid { get; } = new Sigmoid();

    /// <summary>f(z) = tanh(z).</summary>
    public static Activation Tanh { get; } = new Tanh();

    /// <summary>f(z) = log(1 + e^z).</summary>
    public static Activation Softplus { get; } = new Softplus();

    /// <summary>f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ over the outputs of one row. Accepted on the last layer only.</summary>
    public static Activation Softmax { get; } = new Softmax();
}
