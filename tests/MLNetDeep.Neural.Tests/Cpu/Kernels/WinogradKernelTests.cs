using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the transforms of every SIMD width with the products of matrices that define them, in doubles. A result is a sum of up to 16 values
/// up to 1, rounded as often.
/// </summary>
public unsafe class WinogradKernelTests
{
    private const double Tolerance = 16 * 16 * 6e-8;
    private const float Untouched = -77;

    private static readonly double[][] s_b = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]];
    private static readonly double[][] s_g = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];
    private static readonly double[][] s_a = [[1, 1, 1, 0], [0, 1, -1, -1]];

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Fact]
    public void The_matrices_compute_a_convolution()
    {
        Matrix tile = new(4, 4, 1), kernel = new(3, 3, 2);
        double[,] d = Transform(s_b, (y, x) => tile[y, x]), g = Transform(s_g, (y, x) => kernel[y, x]);
        double[,] outputs = Transform(s_a, (y, x) => d[y, x] * g[y, x]);
        for (int i = 0; i < 4; i++)
        {
            double expected = Enumerable.Range(0, 9).Sum(k => (double)tile[(i / 2) + (k / 3), (i % 2) + (k % 3)] * kernel[k / 3, k % 3]);
            Assert.Equal(expected, outputs[i / 2, i % 2], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Weights_are_transformed(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int filters in new[] { 16, 32 })
        {
            Matrix weights = new(9, filters, 1), result = new(WinogradTiles.Points, filters, 0);
            IndexTable offsets = new(Enumerable.Range(0, 9).Select(position => position * weights.Stride));
            kernels.WinogradFilters(weights.Pointer, offsets.Pointer, result.Pointer, result.Stride, filters);
            result.CheckAll((point, filter) => Transform(s_g, (y, x) => weights[(3 * y) + x, filter])[point / 4, point % 4], Tolerance);
            GC.KeepAlive(offsets);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Tiles_are_transformed(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        const int Side = 5, TilesPerRow = 2;
        foreach (int channels in new[] { 1, 16, 19, 33 })
        {
            Matrix picture = new(1, Side * Side * channels, 1), result = new(WinogradTiles.Points * 3, channels, 0);
            int[] positions = [0, 1, 2, 3, 2, 3, 4, 4];
            IndexTable rows = new(positions.Select(y => y * Side * channels)), columns = new(positions.Select(x => x * channels));
            kernels.WinogradTiles(new()
            {
                Picture = picture.Pointer,
                PictureRows = rows.Pointer,
                PictureColumns = columns.Pointer,
                TilesPerRow = TilesPerRow,
                First = 1,
                Count = 3,
                Channels = channels,
                Values = result.Pointer,
                ValueStride = result.Stride,
                ValueMatrix = 3 * result.Stride,
            });
            result.CheckAll(
                (row, channel) =>
                {
                    (int point, int tile) = (row / 3, 1 + (row % 3));
                    double Value(int y, int x) =>
                        picture[0, (((positions[(tile / 2 * 4) + y] * Side) + positions[(tile % 2 * 4) + x]) * channels) + channel];
                    return Transform(s_b, Value)[point / 4, point % 4];
                },
                Tolerance);
            GC.KeepAlive(rows);
            GC.KeepAlive(columns);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Outputs_end_at_the_last_row_column_and_filter(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        const int Height = 3, Width = 5, Tiles = 6, TilesPerRow = 3;
        foreach (int filters in new[] { 16, 17, 31 })
        {
            Matrix products = new(WinogradTiles.Points * Tiles, filters, 1), result = new(1, (Height * Width * filters) + 16, 0);
            new Span<float>(result.Pointer, result.Columns).Fill(Untouched);
            kernels.WinogradOutputs(Operands(products, result, filters, Height, Width, TilesPerRow, Tiles), ActivationFunction.Relu);
            result.CheckAll(
                (_, i) =>
                {
                    (int position, int filter) = Math.DivRem(i, filters);
                    (int y, int x) = Math.DivRem(position, Width);
                    return y >= Height ? Untouched : Math.Max(0, Output(products, Tiles, (y / 2 * TilesPerRow) + (x / 2), filter)[y % 2, x % 2]);
                },
                Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Maxima_are_those_of_the_outputs_with_their_places(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        const int Tiles = 4, TilesPerRow = 2;
        foreach (int filters in new[] { 16, 17, 31 })
        {
            Matrix products = new(WinogradTiles.Points * Tiles, filters, 1);
            Matrix maxima = new(1, (Tiles * filters) + 16, 0), places = new(1, (Tiles * filters) + 16, 0);
            new Span<float>(maxima.Pointer, maxima.Columns).Fill(Untouched);
            new Span<float>(places.Pointer, places.Columns).Fill(Untouched);
            WinogradTiles operands = Operands(products, maxima, filters, 4, 4, TilesPerRow, Tiles);
            kernels.WinogradMaxima(operands, ActivationFunction.Relu);
            operands.Places = places.Pointer;
            kernels.WinogradMaxima(operands, ActivationFunction.Relu);
            double[] Outputs(int i) => [.. Output(products, Tiles, i / filters, i % filters).Cast<double>().Select(output => Math.Max(0, output))];
            maxima.CheckAll((_, i) => i / filters >= Tiles ? Untouched : Outputs(i).Max(), Tolerance);
            places.CheckAll((_, i) => i / filters >= Tiles ? Untouched : Array.IndexOf(Outputs(i), Outputs(i).Max()), 0);
        }
    }

    private static WinogradTiles Operands(Matrix products, Matrix result, int filters, int height, int width, int tilesPerRow, int tiles) => new()
    {
        TilesPerRow = tilesPerRow,
        Count = tiles,
        Products = products.Pointer,
        ProductStride = products.Stride,
        ProductMatrix = tiles * products.Stride,
        Result = result.Pointer,
        ResultStride = filters,
        Height = height,
        Width = width,
        Filters = filters,
    };

    private static double[,] Output(Matrix products, int tiles, int tile, int filter) =>
        Transform(s_a, (y, x) => products[(((y * 4) + x) * tiles) + tile, filter]);

    // matrix · values · matrixᵀ.
    private static double[,] Transform(double[][] matrix, Func<int, int, double> values)
    {
        double[,] result = new double[matrix.Length, matrix.Length];
        for (int y = 0; y < matrix.Length; y++)
        {
            for (int x = 0; x < matrix.Length; x++)
            {
                for (int k = 0; k < matrix[0].Length * matrix[0].Length; k++)
                {
                    (int u, int v) = Math.DivRem(k, matrix[0].Length);
                    result[y, x] += matrix[y][u] * values(u, v) * matrix[x][v];
                }
            }
        }

        return result;
    }
}
