namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of Winograd's F(2x2, 3x3) for some tiles of a picture. A tile is 2 x 2 positions of the output and the 4 x 4 positions of the
/// picture that they depend on.
/// </summary>
/// <remarks>
/// The last row or column of tiles may extend beyond the output by one position. The tables then repeat the last position of the picture,
/// which changes only results beyond the output. These are not kept.
/// </remarks>
internal unsafe struct WinogradTiles
{
    /// <summary>The number of rows, and of columns, of a transformed tile.</summary>
    public const int Size = 4;

    /// <summary>The number of values of a transformed tile for each channel.</summary>
    public const int Points = Size * Size;

    /// <summary>The picture. Whole vectors of channels are read at each position.</summary>
    public float* Picture;

    /// <summary>The offset in the picture of each of the <see cref="Size"/> rows of each row of tiles, in floats.</summary>
    public int* PictureRows;

    /// <summary>The offset in a row of the picture of each of the <see cref="Size"/> columns of each column of tiles, in floats.</summary>
    public int* PictureColumns;

    /// <summary>The number of tiles in a row of tiles.</summary>
    public int TilesPerRow;

    /// <summary>The first tile.</summary>
    public int First;

    /// <summary>The number of tiles.</summary>
    public int Count;

    /// <summary>The number of channels of the picture.</summary>
    public int Channels;

    /// <summary>The transformed tiles of the picture: for each of the <see cref="Points"/> a matrix [tiles, channels].</summary>
    public float* Values;

    /// <summary>The row stride of <see cref="Values"/>, in floats: whole vectors of channels are written.</summary>
    public nint ValueStride;

    /// <summary>The distance between the matrices of two points in <see cref="Values"/>, in floats.</summary>
    public nint ValueMatrix;

    /// <summary>The products with the transformed weights: for each of the <see cref="Points"/> a matrix [tiles, filters].</summary>
    public float* Products;

    /// <summary>The row stride of <see cref="Products"/>, in floats.</summary>
    public nint ProductStride;

    /// <summary>The distance between the matrices of two points in <see cref="Products"/>, in floats.</summary>
    public nint ProductMatrix;

    /// <summary>
    /// The result at the first position of the output, or of the maxima, of which each tile has one. Nothing beyond the filters and the output
    /// is written.
    /// </summary>
    public float* Result;

    /// <summary>Receives the place of each maximum in its tile, 0 to 3, at the offset of the maximum in the result; null if not wanted.</summary>
    public float* Places;

    /// <summary>The distance between two positions of the output, or two maxima, beside each other, in floats.</summary>
    public nint ResultStride;

    /// <summary>The height of the output.</summary>
    public int Height;

    /// <summary>The width of the output.</summary>
    public int Width;

    /// <summary>The number of filters of <see cref="Products"/>.</summary>
    public int Filters;
}
