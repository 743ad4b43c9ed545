using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What stands in for the missing values of one column of reals.</summary>
/// <param name="type">The type of the replacement.</param>
/// <param name="values">One value for all slots, or a value for each slot.</param>
internal sealed class ColumnReplacement<T>(DataViewType type, T[] values) : ColumnReplacement(type)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
        => column.Type is VectorDataViewType ? CreateGetter(input.GetGetter<VBuffer<T>>(column), column.Name) : CreateGetter(input.GetGetter<T>(column));

    public override void Save(BinaryWriter writer)
    {
        BinaryCodec codec = BinaryCodecs.Find(Type)!;
        codec.WriteDefinition(writer);
        if (codec is BinaryCodec<VBuffer<T>> vectors)
            vectors.Write(writer, [new VBuffer<T>(values.Length, values)]);
        else
            ((BinaryCodec<T>)codec).Write(writer, values);
    }

    private ValueGetter<T> CreateGetter(ValueGetter<T> getter) => (ref T value) =>
    {
        getter(ref value);
        if (T.IsNaN(value))
            value = values[0];
    };

    private ValueGetter<VBuffer<T>> CreateGetter(ValueGetter<VBuffer<T>> getter, string columnName) => (ref VBuffer<T> value) =>
    {
        getter(ref value);
        if (Type is VectorDataViewType && value.Length != values.Length)
            throw new InvalidOperationException($"The vectors of the column '{columnName}' must have {values.Length} slots, but one has {value.Length}.");
        if (value.IsDense)
            ReplaceDense(VBufferEditor.CreateFromBuffer(ref value).Values);
        else
            ReplaceSparse(ref value);
    };

    private void ReplaceDense(Span<T> stored)
    {
        for (int i = 0; i < stored.Length; i++)
        {
            if (T.IsNaN(stored[i]))
                stored[i] = ValueOf(i);
        }
    }

    // What is replaced by 0 need not be stored any more.
    private void ReplaceSparse(ref VBuffer<T> value)
    {
        int stored = value.GetValues().Length;
        VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
        int count = 0;
        for (int i = 0; i < stored; i++)
        {
            T item = editor.Values[i];
            int slot = editor.Indices[i];
            if (T.IsNaN(item))
            {
                item = ValueOf(slot);
                if (T.IsZero(item))
                    continue;
            }
            editor.Values[count] = item;
            editor.Indices[count++] = slot;
        }
        value = editor.CommitTruncated(count);
    }

    private T ValueOf(int slot) => values[Type is VectorDataViewType ? slot : 0];
}
