namespace MLNetDeep.Neural;

/// <summary>Sets whole features of a sequence to 0 in training: Keras's <c>SpatialDropout1D</c>.</summary>
/// <remarks>The input has the shape [time, features]. See <see cref="SpatialDropout"/>.</remarks>
public sealed record SpatialDropout1D : SpatialDropout
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rate">See <see cref="SpatialDropout.Rate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public SpatialDropout1D(double rate)
        : base(rate)
    {
    }

    internal override bool TakesPictures => false;
}
