using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>The base of layers that pool all positions of a picture or a sequence, so that one value is left for each channel.</summary>
public abstract record GlobalPooling : Pooling
{
    private protected GlobalPooling(bool keepDims)
    {
        KeepDims = keepDims;
    }

    /// <summary>Whether the output keeps the dimensions that are pooled, with the size 1.</summary>
    /// <remarks>Default false: the output is flat.</remarks>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        int channels = ShapeOf(inputShape).Channels;
        return !KeepDims ? [channels] : TakesPictures ? [1, 1, channels] : [1, channels];
    }

    private protected override WindowAxis HeightOf(int height) => WindowAxis.Of(height, height, height, 1, Padding.Valid);

    private protected override WindowAxis WidthOf(int width) => WindowAxis.Of(width, width, width, 1, Padding.Valid);
}
