using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Html;

/// <summary>Draws the weights of the first layer.</summary>
internal static class WeightPictures
{
    private const int Columns = 12;

    /// <summary>Returns a picture of the weights, or none if they are not those of images.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">The shape of the images that rows of the network are; null if they are none.</param>
    public static IReadOnlyList<Picture> Draw(Network network, ImageShape? image)
    {
        if (FirstLayerWeights.Of(network, image) is not { } weights)
        {
            return [];
        }

        // A filter's channels stand side by side.
        int columns = Math.Max(1, Columns / weights.Channels) * Math.Min(weights.Channels, Columns);
        string kind = weights.IsConvolution ? "filters" : "units";
        string title = $"First layer ({weights.Layer}): weights of {kind}";
        return [Pictures.DrawWeights(title, [.. weights.Images.Select(image => image.Values)], columns, "weights", kind, weights.Channels)];
    }
}
