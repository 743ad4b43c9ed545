namespace MLNetDeep.Reports;

/// <summary>The positions of the columns or rows of a grid. A cell extends half the distance to its neighbours around its value.</summary>
/// <param name="Values">The positions of the first and of the last value.</param>
/// <param name="Count">The number of values.</param>
internal readonly record struct SurfaceGrid((double First, double Last) Values, int Count)
{
    public double Start => Edge(0);

    public double End => Edge(Count);

    private double Step => Count == 1 ? Values.Last - Values.First : (Values.Last - Values.First) / (Count - 1);

    /// <summary>Returns where a cell starts; for <see cref="Count"/>, where the last one ends.</summary>
    public double Edge(int cell) => Count == 1 ? Values.First + (cell * Step) : Values.First + ((cell - 0.5) * Step);

    /// <summary>Returns a smaller grid, of means over blocks of the values that are finite; NaN where a block has none.</summary>
    /// <param name="values">The values [row, column].</param>
    /// <param name="maximum">The greatest number of rows and of columns.</param>
    public static double[,] Reduce(double[,] values, int maximum)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        int height = (rows + maximum - 1) / maximum, width = (columns + maximum - 1) / maximum;
        double[,] means = new double[(rows + height - 1) / height, (columns + width - 1) / width];
        for (int row = 0; row < means.GetLength(0); row++)
        {
            for (int column = 0; column < means.GetLength(1); column++)
            {
                Range rowRange = (row * height)..Math.Min(rows, (row + 1) * height);
                Range columnRange = (column * width)..Math.Min(columns, (column + 1) * width);
                means[row, column] = Mean(values, rowRange, columnRange);
            }
        }

        return means;
    }

    private static double Mean(double[,] values, Range rows, Range columns)
    {
        double sum = 0;
        int count = 0;
        for (int row = rows.Start.Value; row < rows.End.Value; row++)
        {
            for (int column = columns.Start.Value; column < columns.End.Value; column++)
            {
                if (double.IsFinite(values[row, column]))
                {
                    sum += values[row, column];
                    count++;
                }
            }
        }

        return sum / count;
    }
}
