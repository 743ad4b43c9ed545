using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>How the parameters of a layer begin. Random kinds draw from the seed given to <see cref="Network"/>.</summary>
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

    /// <summary>Uniform between ±√(6 / (inputs + outputs)): the default for weights.</summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniform();

    /// <summary>Normal with the variance 2 / (inputs + outputs), cut at two standard deviations.</summary>
    public static Initializer GlorotNormal { get; } = new GlorotNormal();

    /// <summary>Uniform between ±√(6 / inputs): for rectifiers.</summary>
    public static Initializer HeUniform { get; } = new HeUniform();

    /// <summary>Normal with the variance 2 / inputs, cut at two standard deviations: for rectifiers.</summary>
    public static Initializer HeNormal { get; } = new HeNormal();

    /// <summary>Normal with the mean 0 and the standard deviation 0.05; for others see <see cref="Neural.RandomNormal"/>.</summary>
    public static Initializer RandomNormal { get; } = new RandomNormal();

    /// <summary>Uniform between ±0.05; for other ranges see <see cref="Neural.RandomUniform"/>.</summary>
    public static Initializer RandomUniform { get; } = new RandomUniform();

    /// <summary>All one.</summary>
    public static Initializer Ones { get; } = new Ones();

    /// <summary>All zero: the default for biases.</summary>
    public static Initializer Zeros { get; } = new Zeros();

    /// <summary>Fills <paramref name="values"/>, the parameters of a layer with this many inputs and outputs per unit.</summary>
    internal abstract void Fill(Span<float> values, int fanIn, int fanOut, ref Randomness.Xoshiro256 random);
}
