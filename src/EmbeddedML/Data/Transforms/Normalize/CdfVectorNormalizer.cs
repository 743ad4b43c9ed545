using System.Collections.Immutable;
using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Maps the stored values of vectors to the share of a normal distribution that lies below them, each slot with its own.</summary>
internal sealed class CdfVectorNormalizer<T>(DataViewType inputType, T[] means, T[] standardDeviations, bool useLog) : ColumnNormalizer(inputType)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override NormalizingTransformer.NormalizerModelParametersBase Parameters { get; } =
        new NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<T>>([.. means], [.. standardDeviations], useLog);

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = input.GetGetter<VBuffer<T>>(column);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            getter(ref value);
            CheckSize(value.Length, means.Length, column.Name);
            Map(ref value);
            NormalizedVector.Normalize(ref value);
        });
    }

    public override void Save(ModelSaveContext ctx) => CdfNormalizerFormat.Save(ctx, useLog, means, standardDeviations);

    private void Map(ref VBuffer<T> value)
    {
        bool isDense = value.IsDense;
        ReadOnlySpan<int> indices = value.GetIndices();
        Span<T> values = VBufferEditor.CreateFromBuffer(ref value).Values;
        for (int i = 0; i < values.Length; i++)
        {
            int slot = isDense ? i : indices[i];
            values[i] = standardDeviations[slot] > T.Epsilon
                ? NormalDistribution.ShareBelow(values[i], means[slot], standardDeviations[slot], useLog)
                : T.Zero;
        }
    }
}
