using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Rows for networks of the conformance suite, as many as a test needs.</summary>
internal static class SequenceRows
{
    /// <summary>Returns the first rows of a case and, beyond those, rows of the same kind with other values and lengths.</summary>
    public static FeatureMatrix Create(LayerCase layerCase, int count)
    {
        FeatureMatrix given = layerCase.Data.Features;
        int columns = given.ColumnCount, own = Math.Min(count, given.RowCount);
        int[] lengths = given.RowLengths.IsEmpty
            ? []
            : [.. Enumerable.Range(0, count).Select(row => row < own ? given.LengthOf(row) : row % (given.PositionCount + 1))];
        if (given is IndexFeatures words)
        {
            int[] indices = TestNumbers.Labels(count * columns, words.IndexCount, key: count);
            Enumerable.Range(0, own).ToList().ForEach(row => words.CopyIndices(row, indices.AsSpan(row * columns, columns)));
            return new IndexFeatures(indices, columns, words.IndexCount, lengths);
        }

        float[] values = TestNumbers.Uniform(count * columns, key: count);
        Enumerable.Range(0, own).ToList().ForEach(row => given.CopyRow(row, values.AsSpan(row * columns, columns)));
        return new DenseFeatures(values, columns, lengths, given.PositionCount);
    }

    /// <summary>Returns each row as a matrix of its own.</summary>
    public static IEnumerable<FeatureMatrix> Single(LayerCase layerCase) =>
        Enumerable.Range(0, layerCase.Data.RowCount).Select(row => RandomSequences.Rows(layerCase.Data, [row]).Features);
}
