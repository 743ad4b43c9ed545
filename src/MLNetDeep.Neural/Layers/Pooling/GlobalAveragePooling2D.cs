namespace MLNetDeep.Neural;

/// <summary>The average of all positions of a picture, for each channel: Keras's <c>GlobalAveragePooling2D</c>.</summary>
/// <remarks>[height, width, channels] becomes [channels]. See <see cref="Pooling"/>.</remarks>
public sealed record GlobalAveragePooling2D : GlobalPooling
{
    /// <summary>Creates the layer.</summary>
    /// <param name="keepDims">See <see cref="GlobalPooling.KeepDims"/>.</param>
    public GlobalAveragePooling2D(bool keepDims = false)
        : base(keepDims)
    {
    }

    internal override bool TakesPictures => true;

    internal override bool TakesMaximum => false;
}
