using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>The maximum of each window of a picture, for each channel: Keras's <c>MaxPooling2D</c>.</summary>
/// <remarks>The input has the shape [height, width, channels]. See <see cref="Pooling"/>.</remarks>
/// <example><c>new MaxPooling2D(2)</c> makes [26, 26, 32] to [13, 13, 32].</example>
public sealed record MaxPooling2D : WindowPooling2D
{
    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">See <see cref="WindowPooling2D.PoolSize"/>. Default: 2.</param>
    /// <param name="strides">See <see cref="WindowPooling2D.Strides"/>. Default: <paramref name="poolSize"/>.</param>
    /// <param name="padding">See <see cref="WindowPooling2D.Padding"/>. Default: valid.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public MaxPooling2D(Size2D? poolSize = null, Size2D? strides = null, Padding padding = Padding.Valid)
        : this(poolSize ?? 2, strides ?? poolSize ?? 2, padding)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal MaxPooling2D(Size2D poolSize, Size2D strides, Padding padding)
        : base(poolSize, strides, padding)
    {
    }

    internal override bool TakesMaximum => true;
}
