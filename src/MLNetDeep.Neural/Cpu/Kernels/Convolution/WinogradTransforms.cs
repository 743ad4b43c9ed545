using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The transforms of Winograd's F(2x2, 3x3), by which 2 x 2 outputs of a kernel of 3 x 3 take 16 products instead of 36. With a tile d of the
/// picture and the weights g: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A. Lanes are channels or filters.
/// </summary>
/// <remarks>
/// Source of the matrices: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1:
/// Bᵀ = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1], G = [1 0 0; ½ ½ ½; ½ -½ ½; 0 0 1], Aᵀ = [1 1 1 0; 0 1 -1 -1].
/// </remarks>
internal static unsafe class WinogradTransforms<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes G g Gᵀ for some filters of one channel.</summary>
    /// <param name="weights">The weights at the 3 x 3 positions: each a row of filters.</param>
    /// <param name="offsets">The offset of each of the 9 positions, in floats.</param>
    /// <param name="result">Receives the values of the points: each a row of filters.</param>
    /// <param name="resultMatrix">The distance between two points, in floats.</param>
    /// <param name="count">The number of filters: a multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(float* weights, int* offsets, float* result, nint resultMatrix, int count)
    {
        V half = S.Broadcast(0.5f);
        V* columns = stackalloc V[3 * WinogradTiles.Size];
        for (int lane = 0; lane < count; lane += S.Lanes)
        {
            float* source = weights + lane;
            for (int x = 0; x < 3; x++)
            {
                V above = S.Load(source + offsets[x]), middle = S.Load(source + offsets[3 + x]), below = S.Load(source + offsets[6 + x]);
                V sum = S.Multiply(S.Add(above, below), half), inner = S.Multiply(middle, half);
                columns[x] = above;
                columns[3 + x] = S.Add(sum, inner);
                columns[6 + x] = S.Subtract(sum, inner);
                columns[9 + x] = below;
            }

            for (int y = 0; y < WinogradTiles.Size; y++)
            {
                V left = columns[3 * y], middle = columns[(3 * y) + 1], right = columns[(3 * y) + 2];
                V sum = S.Multiply(S.Add(left, right), half), inner = S.Multiply(middle, half);
                float* target = result + (y * WinogradTiles.Size * resultMatrix) + lane;
                S.Store(left, target);
                S.Store(S.Add(sum, inner), target + resultMatrix);
                S.Store(S.Subtract(sum, inner), target + (2 * resultMatrix));
                S.Store(right, target + (3 * resultMatrix));
            }
        }
    }

    /// <summary>Computes <see cref="WinogradTiles.Values"/>: Bᵀ d B for each tile and channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tiles(in WinogradTiles tiles)
    {
        (int row, int column) = Math.DivRem(tiles.First, tiles.TilesPerRow);
        nint matrix = tiles.ValueMatrix;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int* rows = tiles.PictureRows + (row * WinogradTiles.Size);
            int* columns = tiles.PictureColumns + (column * WinogradTiles.Size);
            float* row0 = tiles.Picture + rows[0], row1 = tiles.Picture + rows[1], row2 = tiles.Picture + rows[2], row3 = tiles.Picture + rows[3];
            nint column0 = columns[0], column1 = columns[1], column2 = columns[2], column3 = columns[3];
            float* result = tiles.Values + (tile * tiles.ValueStride);
            for (nint channel = 0; channel < tiles.Channels; channel += S.Lanes)
            {
                Differences(row0, row1, row2, row3, column0 + channel, out V v00, out V v10, out V v20, out V v30);
                Differences(row0, row1, row2, row3, column1 + channel, out V v01, out V v11, out V v21, out V v31);
                Differences(row0, row1, row2, row3, column2 + channel, out V v02, out V v12, out V v22, out V v32);
                Differences(row0, row1, row2, row3, column3 + channel, out V v03, out V v13, out V v23, out V v33);
                float* target = result + channel;
                StoreDifferences(v00, v01, v02, v03, target, matrix);
                target += WinogradTiles.Size * matrix;
                StoreDifferences(v10, v11, v12, v13, target, matrix);
                target += WinogradTiles.Size * matrix;
                StoreDifferences(v20, v21, v22, v23, target, matrix);
                target += WinogradTiles.Size * matrix;
                StoreDifferences(v30, v31, v32, v33, target, matrix);
            }

            if (++column == tiles.TilesPerRow)
            {
                column = 0;
                row++;
            }
        }
    }

    /// <summary>Computes the outputs from <see cref="WinogradTiles.Products"/>: f(Aᵀ m A), where f is the activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs<TActivation>(in WinogradTiles tiles)
        where TActivation : struct, IActivation<S, V>
    {
        (int row, int column) = Math.DivRem(tiles.First, tiles.TilesPerRow);
        nint matrix = tiles.ProductMatrix;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            float* source = tiles.Products + (tile * tiles.ProductStride);
            float* result = tiles.Result + ((((nint)2 * row * tiles.Width) + (2 * column)) * tiles.ResultStride);
            nint below = (2 * row) + 1 < tiles.Height ? tiles.Width * tiles.ResultStride : 0;
            nint beside = (2 * column) + 1 < tiles.Width ? tiles.ResultStride : 0;
            for (int filter = 0; filter < tiles.Filters; filter += S.Lanes)
            {
                float* value = source + filter;
                Sums(value, matrix, out V above0, out V below0);
                Sums(value + matrix, matrix, out V above1, out V below1);
                Sums(value + (2 * matrix), matrix, out V above2, out V below2);
                Sums(value + (3 * matrix), matrix, out V above3, out V below3);

                // A position beyond the output has the address of one within it (below or beside is 0), which is written later.
                float* target = result + filter;
                int count = tiles.Filters - filter;
                RowEnd<S, V>.Store(default(TActivation).Apply(S.Subtract(S.Subtract(below1, below2), below3)), target + below + beside, count);
                RowEnd<S, V>.Store(default(TActivation).Apply(S.Add(S.Add(below0, below1), below2)), target + below, count);
                RowEnd<S, V>.Store(default(TActivation).Apply(S.Subtract(S.Subtract(above1, above2), above3)), target + beside, count);
                RowEnd<S, V>.Store(default(TActivation).Apply(S.Add(S.Add(above0, above1), above2)), target, count);
            }

            if (++column == tiles.TilesPerRow)
            {
                column = 0;
                row++;
            }
        }
    }

    /// <summary>
    /// Computes the outputs as <see cref="Outputs"/> does, but stores only the maximum of each tile, which is a window of a maximum pooling
    /// of 2 x 2; see <see cref="PairMaxPooling{S, V}"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Maxima<TActivation>(in WinogradTiles tiles)
        where TActivation : struct, IActivation<S, V>
    {
        nint matrix = tiles.ProductMatrix;
        V place0 = S.Broadcast(0), place1 = S.Broadcast(1), place2 = S.Broadcast(2), place3 = S.Broadcast(3);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            float* source = tiles.Products + (tile * tiles.ProductStride);
            nint offset = (tiles.First + tile) * tiles.ResultStride;
            for (int filter = 0; filter < tiles.Filters; filter += S.Lanes)
            {
                float* value = source + filter;
                Sums(value, matrix, out V above0, out V below0);
                Sums(value + matrix, matrix, out V above1, out V below1);
                Sums(value + (2 * matrix), matrix, out V above2, out V below2);
                Sums(value + (3 * matrix), matrix, out V above3, out V below3);
                V value0 = default(TActivation).Apply(S.Add(S.Add(above0, above1), above2));
                V value1 = default(TActivation).Apply(S.Subtract(S.Subtract(above1, above2), above3));
                V value2 = default(TActivation).Apply(S.Add(S.Add(below0, below1), below2));
                V value3 = default(TActivation).Apply(S.Subtract(S.Subtract(below1, below2), below3));
                V above = S.MaxOrNaN(value0, value1), below = S.MaxOrNaN(value2, value3);
                int count = tiles.Filters - filter;
                RowEnd<S, V>.Store(S.MaxOrNaN(above, below), tiles.Result + offset + filter, count);
                if (tiles.Places is not null)
                {
                    V placeAbove = S.WhereGreater(value1, value0, place1, place0), placeBelow = S.WhereGreater(value3, value2, place3, place2);
                    RowEnd<S, V>.Store(S.WhereGreater(below, above, placeBelow, placeAbove), tiles.Places + offset + filter, count);
                }
            }
        }
    }

    // A column of Bᵀ d.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Differences(
        float* row0, float* row1, float* row2, float* row3, nint offset, out V result0, out V result1, out V result2, out V result3)
    {
        V value0 = S.Load(row0 + offset), value1 = S.Load(row1 + offset), value2 = S.Load(row2 + offset), value3 = S.Load(row3 + offset);
        result0 = S.Subtract(value0, value2);
        result1 = S.Add(value1, value2);
        result2 = S.Subtract(value2, value1);
        result3 = S.Subtract(value1, value3);
    }

    // A row of (Bᵀ d) B.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDifferences(V value0, V value1, V value2, V value3, float* target, nint matrix)
    {
        S.Store(S.Subtract(value0, value2), target);
        S.Store(S.Add(value1, value2), target + matrix);
        S.Store(S.Subtract(value2, value1), target + (2 * matrix));
        S.Store(S.Subtract(value1, value3), target + (3 * matrix));
    }

    // A column of Aᵀ m.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(float* value, nint matrix, out V above, out V below)
    {
        nint line = WinogradTiles.Size * matrix;
        V value1 = S.Load(value + line), value2 = S.Load(value + (2 * line));
        above = S.Add(S.Add(S.Load(value), value1), value2);
        below = S.Subtract(S.Subtract(value1, value2), S.Load(value + (3 * line)));
    }
}
