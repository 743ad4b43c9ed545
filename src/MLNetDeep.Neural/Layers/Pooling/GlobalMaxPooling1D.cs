namespace MLNetDeep.Neural;

/// <summary>The maximum of all time steps of a sequence, for each feature: Keras's <c>GlobalMaxPooling1D</c>.</summary>
/// <remarks>[time, features] becomes [features]. See <see cref="Pooling"/>.</remarks>
public sealed record GlobalMaxPooling1D : GlobalPooling
{
    /// <summary>Creates the layer.</summary>
    /// <param name="keepDims">See <see cref="GlobalPooling.KeepDims"/>.</param>
    public GlobalMaxPooling1D(bool keepDims = false)
        : base(keepDims)
    {
    }

    internal override bool TakesPictures => false;

    internal override bool TakesMaximum => true;
}
