using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Finds features that are far from unit scale, such as pixels of 0 to 255: networks learn poorly from them.</summary>
internal static class FeatureScale
{
    // A feature of uniform values from 0 to 43 has this root mean square. Standardized features have 1.
    private const double LargestRootMeanSquare = 25;

    private const double SmallestMaximum = 0.01;

    private const int MaxRows = 1000;

    // Wider features are bags of words or hashes, whose values are counts or weights. Their columns would take much memory here.
    private const int MaxColumns = 1 << 20;

    private const string Advice =
        "Networks learn best from values of about -1 to 1: scale features with Transforms.NormalizeMinMax or NormalizeMeanVariance, and pixels "
        + "with the scale of FlattenImage or the scaleImage of ExtractPixels (1/255 for bytes).";

    /// <summary>Examines up to 1,000 evenly spaced rows. Returns a message about features that are too large or too small; null if there are
    /// none.</summary>
    /// <param name="column">The feature column.</param>
    /// <param name="features">The rows' features.</param>
    public static string? FindProblem(DataViewSchema.Column column, FeatureMatrix features)
    {
        if (features.Kind == FeatureKind.Indices || features.ColumnCount > MaxColumns || features.RowCount == 0)
        {
            return null;
        }

        double[] squares = new double[features.ColumnCount];
        (int rows, float largest, int slot) = AddSquares(features, squares);
        double limit = LargestRootMeanSquare * LargestRootMeanSquare * rows;
        int count = squares.Count(sum => sum > limit);
        if (count > 0)
        {
            return $"{count} of {features.ColumnCount} features in column '{column.Name}' are far from unit scale: their root mean square is above "
                + $"{LargestRootMeanSquare}. The largest value is {largest} in slot {slot}{SlotName(column, slot)}. {Advice}";
        }

        float magnitude = Math.Abs(largest);
        return magnitude is > 0 and < (float)SmallestMaximum
            ? $"All features in column '{column.Name}' are far from unit scale: the largest absolute value is {magnitude}. {Advice}"
            : null;
    }

    // Adds the squares of each column, and returns the number of rows and the value that is farthest from 0, with its column.
    private static (int Rows, float Largest, int Slot) AddSquares(FeatureMatrix features, double[] squares)
    {
        int[] columns = new int[features.MaxRowNonZeros];
        float[] values = new float[features.MaxRowNonZeros];
        int rows = Math.Min(MaxRows, features.RowCount);
        (float largest, int slot) = (0, 0);
        for (int i = 0; i < rows; i++)
        {
            int count = features.CopyNonZeros((int)((long)i * features.RowCount / rows), columns, values);
            for (int k = 0; k < count; k++)
            {
                squares[columns[k]] += (double)values[k] * values[k];
                if (Math.Abs(values[k]) > Math.Abs(largest))
                {
                    (largest, slot) = (values[k], columns[k]);
                }
            }
        }

        return (rows, largest, slot);
    }

    private static string SlotName(DataViewSchema.Column column, int slot)
    {
        if (!column.HasSlotNames())
        {
            return "";
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return $" ('{names.GetItemOrDefault(slot)}')";
    }
}
