using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The dimensions of the feature column's vectors, and what the caller says of their order.</summary>
/// <param name="Dimensions">The dimensions: [784], [28, 28], or [3, 32, 32] for the planes of a picture.</param>
/// <param name="Order">The order of a picture's channels.</param>
internal sealed record FeatureShape(ImmutableArray<int> Dimensions, ChannelOrder Order)
{
    // ExtractPixels makes 1 to 4 channels: of alpha, red, green and blue.
    private const int MaxChannels = 4;

    private const int PictureRank = 3;

    /// <summary>The number of possible indices, if the features are indices and the column's type says it; otherwise null.</summary>
    public long? IndexCount { get; init; }

    /// <summary>The number of features.</summary>
    public int Size => Dimensions.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>Returns the shape of a column.</summary>
    public static FeatureShape Of(DataViewSchema.Column column, ChannelOrder order) =>
        new(((VectorDataViewType)column.Type).Dimensions, order);

    /// <summary>
    /// The shapes that a row may have for layers without an input shape, in the order in which they are tried: flat, then as the dimensions say,
    /// with the channels last. Two dimensions are a sequence or a picture of one channel.
    /// </summary>
    /// <exception cref="InvalidOperationException">Enumerated up to the picture: it is open which dimension is that of the channels.</exception>
    public IEnumerable<ImmutableArray<int>> RowShapes()
    {
        yield return [Size];
        switch (Dimensions)
        {
            case [int height, int width]:
                yield return Dimensions;
                yield return [height, width, 1];
                break;
            case [int first, int second, int third]:
                yield return IsChannelsFirst() ? [second, third, first] : Dimensions;
                break;
            case { Length: > PictureRank }:
                yield return Dimensions;
                break;
        }
    }

    /// <summary>Returns how many planes of a row must be interleaved for a network: 1 if the row is in the network's order.</summary>
    /// <param name="inputShape">The shape of the network's input.</param>
    /// <exception cref="InvalidOperationException">The column is a picture of another shape, or it is open which dimension is that of the
    /// channels.</exception>
    public int PlanesFor(ImmutableArray<int> inputShape)
    {
        if (inputShape is not [int height, int width, int channels] || channels == 1 || height * width == 1)
        {
            return 1;
        }

        if (Dimensions.Length != PictureRank)
        {
            return Order == ChannelOrder.ChannelsFirst ? channels : 1;
        }

        bool isLast = IsLast(inputShape), isFirst = IsFirst(inputShape);
        if (Order == ChannelOrder.Automatic && isFirst && isLast && channels <= MaxChannels)
        {
            throw Ambiguous();
        }

        return isLast && Order != ChannelOrder.ChannelsFirst ? 1
            : isFirst && Order != ChannelOrder.ChannelsLast ? channels
            : throw new InvalidOperationException(
                $"The feature column has the dimensions {Text(Dimensions)}{(Order == ChannelOrder.Automatic ? "" : $" in the order {Order}")}, but the "
                + $"network takes pictures of {Text(inputShape)} (height x width x channels).");
    }

    /// <summary>Returns the same shape for scoring: its own dimensions decide the order, and if they leave it open, that of the training.</summary>
    /// <param name="inputShape">The shape of the network's input.</param>
    public FeatureShape ForScoring(ImmutableArray<int> inputShape) =>
        Dimensions.Length == PictureRank && inputShape.Length == PictureRank && !(IsLast(inputShape) && IsFirst(inputShape))
            ? this with { Order = ChannelOrder.Automatic }
            : this;

    private static string Text(ImmutableArray<int> shape) => string.Join(" x ", shape);

    private bool IsLast(ImmutableArray<int> inputShape) => Dimensions.AsSpan().SequenceEqual(inputShape.AsSpan());

    private bool IsFirst(ImmutableArray<int> inputShape) => Dimensions.AsSpan().SequenceEqual([inputShape[2], inputShape[0], inputShape[1]]);

    // Without a network's shape: the dimension of 1 to 4 is that of the channels. If neither is, the channels are last, as layers take them.
    private bool IsChannelsFirst()
    {
        bool mayBeFirst = Dimensions[0] <= MaxChannels, mayBeLast = Dimensions[2] <= MaxChannels;
        return Order switch
        {
            ChannelOrder.Automatic => mayBeFirst && mayBeLast ? throw Ambiguous() : mayBeFirst,
            ChannelOrder order => order == ChannelOrder.ChannelsFirst,
        };
    }

    private InvalidOperationException Ambiguous() => new(
        $"The feature column has the dimensions {Text(Dimensions)}, which may be height x width x channels or channels x height x width; set "
        + $"{nameof(NeuralTrainerOptions.ChannelOrder)} to say which: {ChannelOrder.ChannelsFirst} for ExtractPixels, unless it interleaves the colors.");
}
