namespace MLNetDeep.Neural;

/// <summary>Sets whole channels of a picture to 0 in training: Keras's <c>SpatialDropout2D</c>.</summary>
/// <remarks>The input has the shape [height, width, channels]. See <see cref="SpatialDropout"/>.</remarks>
public sealed record SpatialDropout2D : SpatialDropout
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rate">See <see cref="SpatialDropout.Rate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public SpatialDropout2D(double rate)
        : base(rate)
    {
    }

    internal override bool TakesPictures => true;
}
