using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The base of layers that pool windows of a picture: [height, width, channels] becomes [window rows, window columns, channels].
/// </summary>
public abstract record WindowPooling2D : Pooling
{
    private protected WindowPooling2D(Size2D poolSize, Size2D strides, Padding padding)
    {
        PoolSize = Guard.Positive(poolSize, nameof(PoolSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Accept(padding);
    }

    /// <summary>The height and the width of a window.</summary>
    /// <remarks>Default 2; accepted: 1 or more.</remarks>
    public Size2D PoolSize { get; }

    /// <summary>The distance between the beginnings of two windows, along the height and the width.</summary>
    /// <remarks>Default <see cref="PoolSize"/>: windows do not overlap. Accepted: 1 or more.</remarks>
    public Size2D Strides { get; }

    /// <summary>How the edges of the picture are padded.</summary>
    /// <remarks>
    /// Default <see cref="Padding.Valid"/>: only whole windows. <see cref="Padding.Same"/> gives ceil(height / strides) rows of windows and
    /// ceil(width / strides) columns, of which those at the edges may have fewer values. Causal padding is not accepted.
    /// </remarks>
    public Padding Padding { get; }

    internal override bool TakesPictures => true;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        PoolingShape shape = ShapeOf(inputShape);
        return [shape.Height.Output, shape.Width.Output, shape.Channels];
    }

    private protected override WindowAxis HeightOf(int height) =>
        WindowAxis.Of(height, PoolSize.Height, Strides.Height, 1, Padding);

    private protected override WindowAxis WidthOf(int width) =>
        WindowAxis.Of(width, PoolSize.Width, Strides.Width, 1, Padding);
}
