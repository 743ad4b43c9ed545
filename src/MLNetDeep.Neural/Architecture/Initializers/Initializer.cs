using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>How the parameters of a layer begin. Random kinds draw from the seed given to <see cref="Network"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(GlorotUniform), "glorotUniform")]
[JsonDerivedType(typeof(Zeros), "zeros")]
public abstract record Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Uniform between ±√(6 / (inputs + outputs)): the default for weights.</summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniform();

    /// <summary>All zero: the default for biases.</summary>
    public static Initializer Zeros { get; } = new Zeros();

    /// <summary>Fills <paramref name="values"/>, the parameters of a layer with this many inputs and outputs per unit.</summary>
    internal abstract void Fill(Span<float> values, int fanIn, int fanOut, ref Randomness.Xoshiro256 random);
}
