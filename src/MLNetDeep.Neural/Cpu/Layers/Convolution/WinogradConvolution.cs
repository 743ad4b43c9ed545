using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A convolution with kernels of 3 x 3 and strides of 1 by Winograd's F(2x2, 3x3), see <see cref="WinogradTransforms{S, V}"/>: 4 products
/// for each output and channel instead of 9.
/// </summary>
/// <remarks>
/// Each product of a tile is a sum over ascending channels, no matter which tiles are computed at once. So a row has the same output bits
/// in any batch.
/// </remarks>
internal sealed unsafe class WinogradConvolution
{
    // With fewer channels or filters, the transforms take longer than the products that they save.
    private const int MinChannels = 16;

    // The direct algorithm must take at least this many times the products of the tiles. Tiles cover whole pairs of rows and columns, so
    // few outputs save little; for the gradient, tiles cover all inputs, but the direct algorithm has products for the outputs only.
    private const double MinGain = 1.2;
    private const double MinGradientGain = 4 / 3.0;

    // The largest number of tiles that are transformed and multiplied at once. A small picture is one block.
    private const int MaxTiles = 16;
    private const int MaxTilesOfSmallPicture = 32;

    // Tiles are divided into multiples of this number: a product computes so many rows at once.
    private const int RowsPerBlock = 8;

    // The point whose product enters all 4 outputs with the factor 1. The bias is added to this product.
    private const int BiasPoint = WinogradTiles.Size + 1;

    private readonly int _channels;
    private readonly PictureSize _output;
    private readonly int _tilesPerRow;
    private readonly int _valueStride;
    private readonly IndexTable _pictureRows;
    private readonly IndexTable _pictureColumns;
    private readonly IndexTable _valueRows;
    private readonly IndexTable _productRows;
    private readonly IndexTable _zero = new([0]);
    private readonly AlignedBuffer _noBias = new(WinogradWeights.PanelWidth);
    private readonly ThreadBuffers _values;
    private readonly ThreadBuffers _products;
    private readonly KernelSet _kernels;

    /// <summary>Creates the tables and buffers.</summary>
    /// <param name="picture">The picture, with padding.</param>
    /// <param name="output">The output: up to 2 rows and columns smaller than the picture, with the filters as channels.</param>
    /// <param name="context">The kernels and threads.</param>
    public WinogradConvolution(PictureSize picture, PictureSize output, LayerContext context)
    {
        _channels = picture.Channels;
        _output = output;
        TileRows = (output.Height + 1) / 2;
        _tilesPerRow = (output.Width + 1) / 2;
        int tiles = TileRows * _tilesPerRow;
        tiles = tiles <= MaxTilesOfSmallPicture ? tiles : MaxTiles;
        _valueStride = AlignedBuffer.Pad(_channels);
        _pictureRows = new(Offsets(TileRows, picture.Height, picture.Width * _channels));
        _pictureColumns = new(Offsets(_tilesPerRow, picture.Width, _channels));
        _valueRows = new(Enumerable.Range(0, tiles).Select(tile => tile * _valueStride));
        _productRows = new(Enumerable.Range(0, tiles).Select(tile => tile * WinogradWeights.PanelWidth));
        _values = new ThreadBuffers(context.Team.Size, WinogradTiles.Points * tiles * _valueStride);
        _products = new ThreadBuffers(context.Team.Size, WinogradTiles.Points * tiles * WinogradWeights.PanelWidth);
        _kernels = context.Kernels;
    }

    /// <summary>The number of rows of tiles, each of 2 rows of the output.</summary>
    public int TileRows { get; }

    /// <summary>Whether the outputs of a convolution are computed in this way.</summary>
    public static bool Suits(ConvolutionShape shape) =>
        HasTiles(shape) && MinGain * CountProducts(shape.Height.Output, shape.Width.Output) <= 9.0 * shape.OutputPositions;

    /// <summary>Whether the gradient of a convolution's input is computed in this way.</summary>
    public static bool SuitsInputGradient(ConvolutionShape shape) =>
        HasTiles(shape) && MinGradientGain * CountProducts(shape.Height.Input, shape.Width.Input) <= 9.0 * shape.OutputPositions;

    /// <summary>Computes some rows of tiles.</summary>
    /// <param name="pass">The weights and the result.</param>
    /// <param name="firstRow">The first row of tiles.</param>
    /// <param name="endRow">The row of tiles after the last.</param>
    public void Compute(in WinogradPass pass, int firstRow, int endRow)
    {
        WinogradTiles tiles = new()
        {
            Picture = pass.Picture,
            PictureRows = _pictureRows.Pointer,
            PictureColumns = _pictureColumns.Pointer,
            TilesPerRow = _tilesPerRow,
            Channels = _channels,
            Values = _values.Pointer(),
            ValueStride = _valueStride,
            ValueMatrix = (nint)_valueRows.Length * _valueStride,
            Products = _products.Pointer(),
            ProductStride = WinogradWeights.PanelWidth,
            ProductMatrix = (nint)_productRows.Length * WinogradWeights.PanelWidth,
            ResultStride = _output.Channels,
            Height = _output.Height,
            Width = _output.Width,
        };
        int count = (endRow - firstRow) * _tilesPerRow;
        int blocks = (count + _valueRows.Length - 1) / _valueRows.Length;
        int size = Math.Min(_valueRows.Length, ((count + blocks - 1) / blocks + RowsPerBlock - 1) / RowsPerBlock * RowsPerBlock);
        for (int first = 0; first < count; first += size)
        {
            tiles.First = (firstRow * _tilesPerRow) + first;
            tiles.Count = Math.Min(size, count - first);
            _kernels.WinogradTiles(tiles);
            for (int filter = 0; filter < _output.Channels; filter += WinogradWeights.PanelWidth)
            {
                tiles.Filters = Math.Min(WinogradWeights.PanelWidth, _output.Channels - filter);
                tiles.Result = pass.Result + filter;
                tiles.Places = pass.Places is null ? null : pass.Places + filter;
                Multiply(tiles, pass.Weights + WinogradWeights.Origin(filter, _channels), pass.Bias + filter);
                if (pass.TakesMaxima)
                {
                    _kernels.WinogradMaxima(tiles, pass.Function);
                }
                else
                {
                    _kernels.WinogradOutputs(tiles, pass.Function);
                }
            }
        }
    }

    private static bool HasTiles(ConvolutionShape shape) =>
        shape is { Groups: 1, InputChannels: >= MinChannels, OutputChannels: >= MinChannels } && HasTiles(shape.Height) && HasTiles(shape.Width);

    private static bool HasTiles(WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };

    // The products for each channel and filter.
    private static int CountProducts(int height, int width) => (height + 1) / 2 * ((width + 1) / 2) * WinogradTiles.Points;

    private static IEnumerable<int> Offsets(int tiles, int length, int stride) =>
        from tile in Enumerable.Range(0, tiles)
        from position in Enumerable.Range(0, WinogradTiles.Size)
        select Math.Min((2 * tile) + position, length - 1) * stride;

    private void Multiply(in WinogradTiles tiles, float* weights, float* bias)
    {
        int columns = AlignedBuffer.Pad(tiles.Filters);
        PatchProduct product = new()
        {
            LeftRows = _valueRows.Pointer,
            Segments = _zero.Pointer,
            SegmentCount = 1,
            SegmentLength = _channels,
            LeftStride = 1,
            RightStride = columns,
            ResultRows = _productRows.Pointer,
            EndRow = tiles.Count,
            Columns = columns,
        };
        for (int point = 0; point < WinogradTiles.Points; point++)
        {
            product.Left = tiles.Values + (point * tiles.ValueMatrix);
            product.Right = weights + ((nint)point * _channels * columns);
            product.Result = tiles.Products + (point * tiles.ProductMatrix);
            _kernels.Forward(product, point == BiasPoint ? bias : _noBias.Pointer, ActivationFunction.Linear);
        }
    }
}
