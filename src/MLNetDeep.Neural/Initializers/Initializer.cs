using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>The initial values of a layer's parameters. Random initializers use the seed given to <see cref="Network"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(GlorotNormal), "glorotNormal")]
[JsonDerivedType(typeof(GlorotUniform), "glorotUniform")]
[JsonDerivedType(typeof(HeNormal), "heNormal")]
[JsonDerivedType(typeof(HeUniform), "heUniform")]
[JsonDerivedType(typeof(Ones), "ones")]
[JsonDerivedType(typeof(RandomNormal), "randomNormal")]
[JsonDerivedType(typeof(RandomUniform), "randomUniform")]
[JsonDerivedType(typeof(Zeros), "zeros")]
public abstract record Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Uniform between ±√(6 / (inputs + outputs)), the default for weights.</summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniform();

    /// <summary>Normal with variance 2 / (inputs + outputs), truncated at two standard deviations.</summary>
    public static Initializer GlorotNormal { get; } = new GlorotNormal();

    /// <summary>Uniform between ±√(6 / inputs), for ReLU activations.</summary>
    public static Initializer HeUniform { get; } = new HeUniform();

    /// <summary>Normal with variance 2 / inputs, truncated at two standard deviations, for ReLU activations.</summary>
    public static Initializer HeNormal { get; } = new HeNormal();

    /// <summary>Normal with mean 0 and standard deviation 0.05; for other values see <see cref="Neural.RandomNormal"/>.</summary>
    public static Initializer RandomNormal { get; } = new RandomNormal();

    /// <summary>Uniform between ±0.05; for other ranges see <see cref="Neural.RandomUniform"/>.</summary>
    public static Initializer RandomUniform { get; } = new RandomUniform();

    /// <summary>All 1.</summary>
    public static Initializer Ones { get; } = new Ones();

    /// <summary>All 0, the default for biases.</summary>
    public static Initializer Zeros { get; } = new Zeros();

    /// <summary>Fills <paramref name="values"/>, a parameter of a layer with fanIn inputs and fanOut outputs per unit.</summary>
    internal abstract void Fill(Span<float> values, int fanIn, int fanOut, ref Randomness.Xoshiro256 random);
}
