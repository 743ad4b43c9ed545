using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>Compares the kernels of lookup tables at every SIMD width with plain loops in doubles.</summary>
public unsafe class TableKernelTests
{
    private const int TableRows = 9;
    private const int TileRows = 4;
    private const int FirstRow = 4;

    // The rows of the tile that occur, in order: row 3 of the tile does not occur.
    private static readonly int[] s_rows = [2, 0, 2, 2, 1, 0, 2];

    private static readonly int[] s_columns = [1, 3, 4, 16, 17, 31, 32, 50];

    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void Rows_are_looked_up(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        int[] indices = [8, 0, 3, 3, 8];
        foreach (int columns in s_columns)
        {
            Matrix table = new(TableRows, columns, 1), sum = new(1, columns, 0), none = new(1, columns, 2), scaled = new(1, columns, 0);
            float[] copies = new float[(indices.Length * columns) + 1];
            fixed (int* index = indices)
            fixed (float* copy = copies)
            {
                kernels.LookUp(table.Pointer, table.Stride, index, indices.Length, copy, columns);
                kernels.LookUpSum(table.Pointer, table.Stride, index, indices.Length, sum.Pointer);
                kernels.LookUpSum(table.Pointer, table.Stride, index, 0, none.Pointer);
                kernels.ScaledSum(table.Pointer + table.Stride, 3 * table.Stride, 3, 0.5f, scaled.Pointer, table.Stride);
            }

            Assert.Equal([.. indices.SelectMany(row => Enumerable.Range(0, columns).Select(column => table[row, column])), 0], copies);
            sum.CheckAll((_, column) => indices.Sum(row => (double)table[row, column]), 1e-6);
            none.CheckAll((_, _) => 0, 0);
            scaled.CheckAll((_, column) => 0.5 * ((double)table[1, column] + table[4, column] + table[7, column]), 3e-7);
        }
    }

    // The indices are even numbers up to 12, and some that are invalid.
    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void Indices_in_a_range_are_listed_in_order(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int count in new[] { 0, 1, 15, 16, 17, 48, 100 })
        {
            int[] indices = [.. Enumerable.Range(0, count).Select(i => i % 11 == 10 ? int.MinValue + i : i * 5 % 7 * 2)];
            foreach ((int first, int rows, int skipped) in new[] { (6, 3, -1), (0, 13, -1), (0, 13, 0), (4, 5, 8), (12, 1, -1) })
            {
                int[] list = new int[count + 16];
                fixed (int* index = indices)
                fixed (int* found = list)
                {
                    int length = kernels.Select(index, count, first, rows, skipped, found);
                    int[] expected = [.. indices.Where(i => i >= first && i < first + rows && i != skipped).Select(i => i - first)];
                    Assert.Equal(expected, list[..length]);
                }
            }
        }
    }

    // Row 2 is in the list twice.
    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void A_vector_is_added_to_the_sums_of_listed_rows(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        int[] rows = [2, 0, 2];
        foreach (int columns in s_columns)
        {
            float[] vector = Vectors(columns)[..columns];
            Matrix before = new(TileRows, columns, 1), sums = new(TileRows, columns, 1);
            fixed (float* pointer = vector)
            fixed (int* list = rows)
            {
                kernels.AddVector(pointer, list, rows.Length, sums.Pointer, sums.Stride, columns);
            }

            sums.CheckAll((row, column) => before[row, column] + (rows.Count(listed => listed == row) * (double)vector[column]), 1e-6);
        }
    }

    // SGD with the rate 0.5 passes over row 3, which does not occur; momentum does not, since its velocity goes on.
    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void Gradients_of_a_tile_are_summed_and_applied(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int columns in s_columns)
        {
            float[] vectors = Vectors(columns);
            Matrix before = new(TableRows, columns, 1), sgd = new(TableRows, columns, 1), momentum = new(TableRows, columns, 1);
            Matrix oldVelocity = new(TableRows, columns, 3), velocity = new(TableRows, columns, 3);
            Update(kernels, vectors, columns, sgd, new UpdateArguments { Kind = UpdateKind.Sgd, Rate = 0.5f });
            Update(kernels, vectors, columns, momentum, new UpdateArguments
            {
                Kind = UpdateKind.Momentum, Rate = 0.5f, Momentum = 0.9f, FirstState = velocity.Pointer,
            });
            sgd.CheckAll((row, column) => before[row, column] - (0.5 * Gradient(vectors, columns, row, column)), 1e-6);
            velocity.CheckAll(
                (row, column) => IsInTile(row)
                    ? (0.9f * oldVelocity[row, column]) - (0.5 * Gradient(vectors, columns, row, column))
                    : oldVelocity[row, column],
                1e-6);
            momentum.CheckAll((row, column) => before[row, column] + (IsInTile(row) ? velocity[row, column] : 0), 1e-6);
        }
    }

    // Row 0 occurs twice, with gradients that cancel: so it is left as it is, with its state.
    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void Rows_whose_gradient_is_0_can_be_left_as_they_are(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int columns in s_columns)
        {
            float[] vectors = Vectors(columns);
            for (int column = 0; column < columns; column++)
            {
                vectors[(5 * columns) + column] = -vectors[columns + column];
            }

            Matrix before = new(TableRows, columns, 1), table = new(TableRows, columns, 1);
            Matrix oldVelocity = new(TableRows, columns, 3), velocity = new(TableRows, columns, 3);
            Update(kernels, vectors, columns, table, new UpdateArguments
            {
                Kind = UpdateKind.Momentum, Rate = 0.5f, Momentum = 0.9f, SkipsZeroRows = true, FirstState = velocity.Pointer,
            });
            bool[] changes = [.. Enumerable.Range(0, TableRows).Select(row => row is FirstRow + 1 or FirstRow + 2)];
            velocity.CheckAll(
                (row, column) => changes[row]
                    ? (0.9f * oldVelocity[row, column]) - (0.5 * Gradient(vectors, columns, row, column))
                    : oldVelocity[row, column],
                1e-6);
            table.CheckAll((row, column) => before[row, column] + (changes[row] ? velocity[row, column] : 0), 1e-6);
        }
    }

    private static bool IsInTile(int row) => row is >= FirstRow and < FirstRow + TileRows;

    private static double Gradient(float[] vectors, int columns, int row, int column)
    {
        double sum = 0;
        for (int i = 0; i < s_rows.Length; i++)
        {
            sum += s_rows[i] == row - FirstRow ? vectors[(i * columns) + column] : 0;
        }

        return sum;
    }

    private static float[] Vectors(int columns) =>
        [.. Enumerable.Range(0, s_rows.Length * columns).Select(i => (((i * 37) + 11) % 64 / 64f) - 0.4f)];

    // The vectors are not padded, and end with the last value: a kernel must read nothing beyond it.
    private static void Update(KernelSet kernels, float[] vectors, int columns, Matrix table, in UpdateArguments update)
    {
        Matrix sums = new(TileRows, columns, 0);
        TableOccurrence[] occurrences = [.. s_rows.Select((row, i) => new TableOccurrence(row, i * columns))];
        int[] list = [.. s_rows.Distinct()];
        fixed (float* vector = vectors)
        fixed (TableOccurrence* occurrence = occurrences)
        fixed (int* rows = list)
        {
            kernels.AddVectors(occurrence, occurrences.Length, vector, sums.Pointer, sums.Stride, columns);
            TableSums gradient = new() { Sums = sums.Pointer, Count = TileRows, Origin = FirstRow * table.Stride, Columns = columns, Stride = table.Stride };
            if (kernels.SkipsZeroGradients(update))
            {
                gradient.List = rows;
                gradient.Count = list.Length;
            }

            kernels.Update(gradient, update, table.Pointer);
        }

        sums.CheckAll((_, _) => 0, 0);
    }
}
