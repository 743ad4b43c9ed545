using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The base of layers that pool windows of time steps: [time, features] becomes [windows, features].</summary>
public abstract record WindowPooling1D : Pooling
{
    private protected WindowPooling1D(int poolSize, int strides, Padding padding)
    {
        PoolSize = Guard.Positive(poolSize, nameof(PoolSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Accept(padding);
    }

    /// <summary>The number of time steps in a window.</summary>
    /// <remarks>Default 2; accepted: 1 or more.</remarks>
    public int PoolSize { get; }

    /// <summary>The distance between the beginnings of two windows, in time steps.</summary>
    /// <remarks>Default <see cref="PoolSize"/>: windows do not overlap. Accepted: 1 or more.</remarks>
    public int Strides { get; }

    /// <summary>How the edges of the sequence are padded.</summary>
    /// <remarks>
    /// Default <see cref="Padding.Valid"/>: only whole windows. <see cref="Padding.Same"/> gives ceil(time / strides) windows, of which
    /// those at the ends may have fewer values. Causal padding is not accepted. A row with a length has as many used windows as a
    /// sequence of that length would have.
    /// </remarks>
    public Padding Padding { get; }

    internal override bool TakesPictures => false;

    internal override bool? HasFeaturesFirst => true;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        PoolingShape shape = ShapeOf(inputShape);
        return [shape.Width.Output, shape.Channels];
    }

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) =>
        ShapeOf(inputShape).Width.OutputLength(inputLength, Padding);

    private protected override WindowAxis HeightOf(int height) => throw new InvalidOperationException("A sequence has no height.");

    private protected override WindowAxis WidthOf(int width) => WindowAxis.Of(width, PoolSize, Strides, 1, Padding);
}
