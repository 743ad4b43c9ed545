using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>The size of pictures, whose values are in the order [height, width, channels].</summary>
internal readonly record struct PictureShape(int Height, int Width, int Channels)
{
    /// <summary>Returns the size for a shape of two or three dimensions.</summary>
    public static PictureShape From(ImmutableArray<int> shape) => new(shape[0], shape[1], shape.Length == 3 ? shape[2] : 1);
}
