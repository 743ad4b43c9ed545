using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Maps single values to the share of a normal distribution that lies below them.</summary>
internal sealed class CdfNormalizer<T>(DataViewType inputType, T mean, T standardDeviation, bool useLog) : ColumnNormalizer(inputType)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override NormalizingTransformer.NormalizerModelParametersBase Parameters { get; } =
        new NormalizingTransformer.CdfNormalizerModelParameters<T>(mean, standardDeviation, useLog);

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        if (standardDeviation <= T.Epsilon)
            return (ValueGetter<T>)((ref T value) => value = T.Zero);
        ValueGetter<T> getter = input.GetGetter<T>(column);
        return (ValueGetter<T>)((ref T value) =>
        {
            getter(ref value);
            value = NormalDistribution.ShareBelow(value, mean, standardDeviation, useLog);
        });
    }

    public override void Save(ModelSaveContext ctx) => CdfNormalizerFormat.Save<T>(ctx, useLog, [mean], [standardDeviation]);
}
