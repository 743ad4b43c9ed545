using System.Text.Json.Serialization;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Chooses the initial values of a layer's parameters. Random initializers use the seed given to <see cref="Network"/>.</summary>
[JsonConverter(typeof(TypedJsonConverter<Initializer>))]
public abstract record Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>The name of the type in JSON, such as "zeros"; see <see cref="NetworkTypes"/>.</summary>
    [JsonInclude]
    [JsonPropertyName(NetworkTypes.Member)]
    [JsonPropertyOrder(-1)]
    internal string TypeInJson
    {
        get => NetworkTypes.NameOf(GetType());
        init => _ = value;
    }

    /// <summary>A uniform distribution between ±√(6 / (inputs + outputs)); the default for weights.</summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniform();

    /// <summary>A normal distribution with variance 2 / (inputs + outputs), truncated at two standard deviations.</summary>
    public static Initializer GlorotNormal { get; } = new GlorotNormal();

    /// <summary>A uniform distribution between ±√(6 / inputs), for ReLU activations.</summary>
    public static Initializer HeUniform { get; } = new HeUniform();

    /// <summary>A normal distribution with variance 2 / inputs, truncated at two standard deviations, for ReLU activations.</summary>
    public static Initializer HeNormal { get; } = new HeNormal();

    /// <summary>
    /// A normal distribution with mean 0 and standard deviation 0.05. For other values, use <see cref="Neural.RandomNormal"/>.
    /// </summary>
    public static Initializer RandomNormal { get; } = new RandomNormal();

    /// <summary>A uniform distribution between ±0.05. For other ranges, use <see cref="Neural.RandomUniform"/>.</summary>
    public static Initializer RandomUniform { get; } = new RandomUniform();

    /// <summary>
    /// A random matrix with orthonormal rows or columns, whichever are fewer; the default for the weights of the states in recurrent layers.
    /// For another gain, use <see cref="Neural.Orthogonal"/>.
    /// </summary>
    public static Initializer Orthogonal { get; } = new Orthogonal();

    /// <summary>All values are 1.</summary>
    public static Initializer Ones { get; } = new Ones();

    /// <summary>All values are 0; the default for biases.</summary>
    public static Initializer Zeros { get; } = new Zeros();

    /// <summary>Fills a parameter; see <see cref="ParameterSpec.FanIn"/> and <see cref="ParameterSpec.FanOut"/>.</summary>
    internal abstract void Fill(Span<float> values, int fanIn, int fanOut, ref Randomness.Xoshiro256 random);
}
