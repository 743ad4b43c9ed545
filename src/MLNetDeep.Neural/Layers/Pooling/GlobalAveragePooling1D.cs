namespace MLNetDeep.Neural;

/// <summary>The average of all time steps of a sequence, for each feature: Keras's <c>GlobalAveragePooling1D</c>.</summary>
/// <remarks>[time, features] becomes [features]. See <see cref="Pooling"/>.</remarks>
public sealed record GlobalAveragePooling1D : GlobalPooling
{
    /// <summary>Creates the layer.</summary>
    /// <param name="keepDims">See <see cref="GlobalPooling.KeepDims"/>.</param>
    public GlobalAveragePooling1D(bool keepDims = false)
        : base(keepDims)
    {
    }

    internal override bool TakesPictures => false;

    internal override bool TakesMaximum => false;
}
