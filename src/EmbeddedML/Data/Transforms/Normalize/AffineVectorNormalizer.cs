using System.Collections.Immutable;
using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Scales the slots of vectors: v becomes (v - offset) * scale, each slot with its own.</summary>
/// <param name="inputType">The type of the vectors.</param>
/// <param name="scales">The scale of each slot.</param>
/// <param name="offsets">The offset of each slot; null where all are 0, so that what is not stored stays 0.</param>
internal sealed class AffineVectorNormalizer<T>(DataViewType inputType, T[] scales, T[]? offsets) : ColumnNormalizer(inputType)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override NormalizingTransformer.NormalizerModelParametersBase Parameters { get; } =
        new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<T>>([.. scales], [.. offsets ?? []]);

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = input.GetGetter<VBuffer<T>>(column);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            getter(ref value);
            CheckSize(value.Length, scales.Length, column.Name);
            if (offsets is not null)
                Shift(ref value, offsets);
            else if (value.IsDense)
                Scale(VBufferEditor.CreateFromBuffer(ref value).Values);
            else
                ScaleStored(ref value);
            NormalizedVector.Normalize(ref value);
        });
    }

    public override void Save(ModelSaveContext ctx) => AffineNormalizerFormat.Save(ctx, scales, offsets);

    private void Scale(Span<T> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(values[i..]) * new Vector<T>(scales, i)).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] *= scales[i];
    }

    private void ScaleStored(ref VBuffer<T> value)
    {
        ReadOnlySpan<int> indices = value.GetIndices();
        Span<T> values = VBufferEditor.CreateFromBuffer(ref value).Values;
        for (int i = 0; i < values.Length; i++)
            values[i] *= scales[indices[i]];
    }

    private void Shift(ref VBuffer<T> value, T[] offsets)
    {
        if (!value.IsDense)
            VectorForms.Densify(ref value);
        Span<T> values = VBufferEditor.CreateFromBuffer(ref value).Values;
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            ((new Vector<T>(values[i..]) - new Vector<T>(offsets, i)) * new Vector<T>(scales, i)).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = (values[i] - offsets[i]) * scales[i];
    }
}
