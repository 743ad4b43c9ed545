using System.Collections.Immutable;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers.Reading;

/// <summary>Decides the shape of rows and the order of channels from the dimensions of a column.</summary>
public class FeatureShapeTests
{
    // The planes to interleave for a column and a network, with the order that the option gives.
    [Theory]
    [InlineData("5, 7, 3", "5, 7, 3", ChannelOrder.Automatic, 1)]
    [InlineData("3, 5, 7", "5, 7, 3", ChannelOrder.Automatic, 3)]
    [InlineData("3, 5, 5", "5, 5, 3", ChannelOrder.Automatic, 3)]
    [InlineData("8, 8, 8", "8, 8, 8", ChannelOrder.Automatic, 1)]
    [InlineData("8, 8, 8", "8, 8, 8", ChannelOrder.ChannelsFirst, 8)]
    [InlineData("3, 3, 3", "3, 3, 3", ChannelOrder.ChannelsFirst, 3)]
    [InlineData("3, 3, 3", "3, 3, 3", ChannelOrder.ChannelsLast, 1)]
    [InlineData("3, 5, 7", "5, 7, 3", ChannelOrder.ChannelsFirst, 3)]
    [InlineData("105", "5, 7, 3", ChannelOrder.Automatic, 1)]
    [InlineData("105", "5, 7, 3", ChannelOrder.ChannelsFirst, 3)]
    [InlineData("3, 5, 7", "105", ChannelOrder.Automatic, 1)]
    [InlineData("3, 5, 7", "105", ChannelOrder.ChannelsFirst, 1)]
    [InlineData("1, 5, 7", "5, 7, 1", ChannelOrder.Automatic, 1)]
    [InlineData("5, 7", "5, 7, 1", ChannelOrder.Automatic, 1)]
    [InlineData("3, 1, 1", "1, 1, 3", ChannelOrder.Automatic, 1)]
    public void The_dimensions_or_the_option_give_the_planes(string column, string network, ChannelOrder order, int planes) =>
        Assert.Equal(planes, new FeatureShape(Parse(column), order).PlanesFor(Parse(network)));

    [Theory]
    [InlineData("3, 3, 3", "3, 3, 3", ChannelOrder.Automatic, "has the dimensions 3 x 3 x 3, which may be height x width x channels or")]
    [InlineData("3, 7, 5", "5, 7, 3", ChannelOrder.Automatic, "has the dimensions 3 x 7 x 5, but the network takes pictures of 5 x 7 x 3")]
    [InlineData("5, 7, 3", "5, 7, 3", ChannelOrder.ChannelsFirst, "has the dimensions 5 x 7 x 3 in the order ChannelsFirst, but the network takes")]
    [InlineData("3, 5, 7", "5, 7, 3", ChannelOrder.ChannelsLast, "has the dimensions 3 x 5 x 7 in the order ChannelsLast, but the network takes")]
    public void Other_pictures_and_open_orders_are_refused(string column, string network, ChannelOrder order, string problem) => Assert.Contains(
        problem, Assert.Throws<InvalidOperationException>(() => new FeatureShape(Parse(column), order).PlanesFor(Parse(network))).Message, StringComparison.Ordinal);

    // In scoring, the order of the training counts only if the dimensions leave it open.
    [Theory]
    [InlineData("5, 7, 3", ChannelOrder.ChannelsFirst, "5, 7, 3", 1)]
    [InlineData("3, 5, 7", ChannelOrder.ChannelsLast, "5, 7, 3", 3)]
    [InlineData("105", ChannelOrder.ChannelsFirst, "5, 7, 3", 3)]
    [InlineData("105", ChannelOrder.ChannelsLast, "5, 7, 3", 1)]
    [InlineData("3, 3, 3", ChannelOrder.ChannelsFirst, "3, 3, 3", 3)]
    [InlineData("3, 3, 3", ChannelOrder.ChannelsLast, "3, 3, 3", 1)]
    public void Scoring_keeps_the_order_of_the_training(string column, ChannelOrder trained, string network, int planes) =>
        Assert.Equal(planes, new FeatureShape(Parse(column), trained).ForScoring(Parse(network)).PlanesFor(Parse(network)));

    [Theory]
    [InlineData("105", ChannelOrder.Automatic, "[105]")]
    [InlineData("28, 30", ChannelOrder.Automatic, "[840] [28, 30] [28, 30, 1]")]
    [InlineData("3, 5, 7", ChannelOrder.Automatic, "[105] [5, 7, 3]")]
    [InlineData("5, 7, 3", ChannelOrder.Automatic, "[105] [5, 7, 3]")]
    [InlineData("6, 5, 7", ChannelOrder.Automatic, "[210] [6, 5, 7]")]
    [InlineData("6, 5, 7", ChannelOrder.ChannelsFirst, "[210] [5, 7, 6]")]
    [InlineData("3, 4, 4", ChannelOrder.ChannelsFirst, "[48] [4, 4, 3]")]
    [InlineData("3, 4, 4", ChannelOrder.ChannelsLast, "[48] [3, 4, 4]")]
    [InlineData("2, 5, 6, 7", ChannelOrder.Automatic, "[420] [2, 5, 6, 7]")]
    public void Layers_without_an_input_shape_are_offered_the_shapes_of_the_column(string column, ChannelOrder order, string shapes) => Assert.Equal(
        shapes, string.Join(' ', new FeatureShape(Parse(column), order).RowShapes().Select(shape => $"[{string.Join(", ", shape)}]")));

    [Fact]
    public void An_open_order_is_refused_once_the_picture_is_asked_for()
    {
        using IEnumerator<ImmutableArray<int>> shapes = new FeatureShape([3, 4, 4], ChannelOrder.Automatic).RowShapes().GetEnumerator();
        Assert.True(shapes.MoveNext());
        Assert.Contains("set ChannelOrder to say which", Assert.Throws<InvalidOperationException>(() => shapes.MoveNext()).Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<int> Parse(string dimensions) => [.. dimensions.Split(", ").Select(int.Parse)];
}
