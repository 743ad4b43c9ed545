using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The base of layers that set whole channels to 0 with probability <see cref="Rate"/> in training. In inference, values pass unchanged.
/// </summary>
/// <remarks>
/// Neighbouring positions have similar values, so that <see cref="Dropout"/> of single ones hides little. The remaining channels are multiplied
/// by 1 / (1 - rate). Each row of a batch has a mask of its own; masks depend on <see cref="FitOptions.Seed"/> but not on the number of threads.
/// Source: Tompson et al., "Efficient object localization using convolutional networks" (2015).
/// </remarks>
public abstract record SpatialDropout : LayerSpec
{
    private protected SpatialDropout(double rate)
    {
        Rate = Guard.ShareBelowOne(rate, nameof(Rate));
    }

    /// <summary>The expected fraction of channels set to 0 in training, in [0, 1).</summary>
    public double Rate { get; }

    /// <summary>Whether the input is a picture, [height, width, channels]; otherwise a sequence, [time, features].</summary>
    internal abstract bool TakesPictures { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape.Length == (TakesPictures ? 3 : 2)
        ? inputShape
        : throw new ArgumentException(
            $"{TypeName} needs an input of the shape {(TakesPictures ? "[height, width, channels]" : "[time, features]")}, "
            + $"got {Shapes.Text(inputShape)}.");

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <summary>Returns true in inference and false in training.</summary>
    /// <param name="training">True in training, false in inference.</param>
    public override bool PassesThrough(bool training) => !training;
}
