using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Numbers from 0 to 1 by which rows are split so that those with the same value in one column stay together.</summary>
internal static class SamplingKeys
{
    private const uint DefaultHashSeed = 314489979;

    /// <summary>
    /// The place of keys among all keys, or of reals between the smallest and the largest, or hashes of other values. Each
    /// registers as many components as ML.NET makes for it, since what is made later depends on their number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static RowNumber Create(IHostEnvironment env, IDataView data, string samplingKeyColumnName, int? seed)
    {
        DataViewSchema.Column column = data.Schema.GetColumnOrNull(samplingKeyColumnName)
            ?? throw ColumnErrors.Missing(nameof(samplingKeyColumnName), "SamplingKeyColumn", samplingKeyColumnName);
        if (RowNumber.IsReal(column.Type))
            return Normalize(env, data, column);
        if (column.Type is KeyDataViewType)
        {
            Register(env, nameof(ColumnCopyingEstimator), nameof(ColumnCopyingTransformer));
            return RowNumber.FractionOf(column);
        }
        if (column.Type.ItemTypeOrSelf() is DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType)
            Register(env, "Convert");
        Register(env, "Hash");
        return new HashFraction(column, (uint?)seed ?? DefaultHashSeed);
    }

    private static NormalizedNumber Normalize(IHostEnvironment env, IDataView data, DataViewSchema.Column column)
    {
        var options = new NormalizingEstimator.ColumnOptions(
            column.Name, null, NormalizingEstimator.Method.MinMax, NormalizingEstimator.DefaultMaximumExampleCount, fixZero: false);
        ITransformer normalizer = new NormalizingEstimator(env, [options]).Fit(data);
        return new NormalizedNumber(column, normalizer.GetRowToRowMapper(data.Schema), column.Name);
    }

    private static void Register(IHostEnvironment env, params string[] components)
    {
        foreach (string component in components)
            env.Register(component);
    }
}
