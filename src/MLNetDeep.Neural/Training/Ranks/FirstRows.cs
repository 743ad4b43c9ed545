using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Training;

/// <summary>Compares the first rows of the ranks: those that pass rows in memory must all pass the same ones.</summary>
internal static class FirstRows
{
    private const int Count = 16;

    /// <summary>Throws if the first rows differ between the ranks: their features, targets or weights.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="data">The rows of this rank; as many in every rank.</param>
    /// <param name="set">What the rows are for: "training" or "validation".</param>
    /// <exception cref="ArgumentException">They differ. All ranks throw.</exception>
    public static void Check(IGradientExchange exchange, TrainingData data, string set)
    {
        IReadOnlyList<int>[] groups = RankComparison.Group(exchange.Gather(Hash(data.Slice(0, Math.Min(Count, data.RowCount)))));
        if (groups.Length > 1)
        {
            string others = string.Join(" and ", groups.Skip(1).Select(RankList.Text));
            throw new ArgumentException(
                $"The first {set} rows of {others} are not those of {RankList.Text(groups[0])}. Every rank passes all rows, in the same order, and "
                + $"trains on its part of each batch. If each rank has rows of its own, pass them as a {nameof(TrainingStream)}.");
        }
    }

    private static byte[] Hash(TrainingData rows)
    {
        XxHash128 hash = new();
        FeatureMatrix features = rows.Features;
        float[] values = new float[features.ColumnCount];
        int[] indices = new int[features.Kind == FeatureKind.Indices ? features.ColumnCount : 0];
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (indices.Length > 0)
            {
                features.CopyIndices(row, indices);
                hash.Append(MemoryMarshal.AsBytes(indices.AsSpan()));
            }
            else
            {
                features.CopyRow(row, values);
                hash.Append(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }

        hash.Append(MemoryMarshal.AsBytes(features.RowLengths.Span));
        hash.Append(MemoryMarshal.AsBytes(rows.Labels.Span));
        hash.Append(MemoryMarshal.AsBytes(rows.Targets is DenseTargets targets ? targets.Values.Span : []));
        hash.Append(MemoryMarshal.AsBytes(rows.Weights.Span));
        return hash.GetCurrentHash();
    }
}
