using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>The shape of the images of a column, and the order of their values.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Channels">
/// The number of channels: 1 (grey), 3 (red, green, blue) or 4 (alpha, red, green, blue, as ExtractPixels has them).
/// </param>
/// <param name="HasPlanes">Whether the values are in the order [channels, height, width] and not [height, width, channels].</param>
internal sealed record ImageShape(int Height, int Width, int Channels, bool HasPlanes)
{
    private const string Accepted =
        "a vector of Byte or Single with the dimensions [height, width], [height, width, channels] or [channels, height, width], "
        + "with 1, 3 or 4 channels";

    private const string Cure = "Give the column of the images before they are flattened or turned into features";

    private const int MinAutomaticSide = 4;

    /// <summary>The number of values of an image.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Finds a column of images and its shape.</summary>
    /// <remarks>Where the dimensions leave the order open, the channels are last.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has another type.</exception>
    public static (DataViewSchema.Column Column, ImageShape Shape) Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "image", name);
        return Of(column.Type) is { } shape
            ? (column, shape)
            : throw Columns.WrongType("image", column, Accepted, Cure);
    }

    /// <summary>
    /// Returns the name of the first column that surely holds images: bytes in two or three dimensions, or numbers in three, with sides of
    /// 4 or more; null if there is none.
    /// </summary>
    public static string? FindName(DataViewSchema schema)
    {
        foreach (DataViewSchema.Column column in schema)
        {
            if (!column.IsHidden && Of(column.Type) is { Height: >= MinAutomaticSide, Width: >= MinAutomaticSide }
                && column.Type is VectorDataViewType type && (type.ItemType == NumberDataViewType.Byte || type.Dimensions.Length == 3))
            {
                return column.Name;
            }
        }

        return null;
    }

    /// <summary>Returns the shape of the images of a type; null if it holds none.</summary>
    public static ImageShape? Of(DataViewType type)
    {
        if (type is not VectorDataViewType { IsKnownSize: true } vector
            || (vector.ItemType != NumberDataViewType.Byte && vector.ItemType != NumberDataViewType.Single))
        {
            return null;
        }

        return vector.Dimensions switch
        {
            [int height, int width] => new ImageShape(height, width, 1, HasPlanes: false),
            [int height, int width, 1 or 3 or 4] => new ImageShape(height, width, vector.Dimensions[2], HasPlanes: false),
            [1 or 3 or 4, int height, int width] => new ImageShape(height, width, vector.Dimensions[0], HasPlanes: true),
            _ => null,
        };
    }

    /// <summary>Returns where a value is in a row.</summary>
    /// <param name="y">The line, counted from 0.</param>
    /// <param name="x">The pixel of the line, counted from 0.</param>
    /// <param name="channel">The channel, counted from 0.</param>
    public int IndexOf(int y, int x, int channel) =>
        HasPlanes ? (((channel * Height) + y) * Width) + x : (((y * Width) + x) * Channels) + channel;
}
