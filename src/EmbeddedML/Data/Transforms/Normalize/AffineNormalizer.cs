using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Scales single values: v becomes (v - offset) * scale.</summary>
internal sealed class AffineNormalizer<T>(DataViewType inputType, T scale, T offset) : ColumnNormalizer(inputType)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override NormalizingTransformer.NormalizerModelParametersBase Parameters { get; } =
        new NormalizingTransformer.AffineNormalizerModelParameters<T>(scale, offset);

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = input.GetGetter<T>(column);
        return (ValueGetter<T>)((ref T value) =>
        {
            getter(ref value);
            value = (value - offset) * scale;
        });
    }

    public override void Save(ModelSaveContext ctx) => AffineNormalizerFormat.Save<T>(ctx, [scale], [offset]);
}
