using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>The maximum of each window of a sequence, for each feature: Keras's <c>MaxPooling1D</c>.</summary>
/// <remarks>The input has the shape [time, features]. See <see cref="Pooling"/>.</remarks>
/// <example><c>new MaxPooling1D(2)</c> makes [200, 32] to [100, 32].</example>
public sealed record MaxPooling1D : WindowPooling1D
{
    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">See <see cref="WindowPooling1D.PoolSize"/>. Default: 2.</param>
    /// <param name="strides">See <see cref="WindowPooling1D.Strides"/>. Default: <paramref name="poolSize"/>.</param>
    /// <param name="padding">See <see cref="WindowPooling1D.Padding"/>. Default: valid.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public MaxPooling1D(int poolSize = 2, int? strides = null, Padding padding = Padding.Valid)
        : this(poolSize, strides ?? poolSize, padding)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal MaxPooling1D(int poolSize, int strides, Padding padding)
        : base(poolSize, strides, padding)
    {
    }

    internal override bool TakesMaximum => true;
}
