using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Short forms for the values in scenarios.</summary>
internal static class Values
{
    public static ReadOnlyMemory<char>[] Texts(params string[] texts) => Array.ConvertAll(texts, text => text.AsMemory());

    public static VBuffer<T> Dense<T>(params T[] values) => new(values.Length, values);

    public static VBuffer<T> Sparse<T>(int length, params (int Slot, T Value)[] values)
        => new(length, values.Length, Array.ConvertAll(values, v => v.Value), Array.ConvertAll(values, v => v.Slot));

    public static VBuffer<ReadOnlyMemory<char>> DenseTexts(params string[] texts) => Dense(Texts(texts));

    public static VectorDataViewType Vector(PrimitiveDataViewType type, int size) => new(type, size);

    /// <summary>Annotations that say that a column is normalized and which of its slots are categories, and name the slots.</summary>
    public static Microsoft.ML.DataViewSchema.Annotations Annotations(string[]? slotNames = null, bool? isNormalized = null, int[]? categoricalRanges = null)
    {
        var builder = new Microsoft.ML.DataViewSchema.Annotations.Builder();
        if (slotNames is not null)
            builder.Add(ArrayView.SlotNames(slotNames), _ => true);
        if (isNormalized is bool value)
            builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, value);
        if (categoricalRanges is not null)
        {
            builder.Add(
                "CategoricalSlotRanges",
                new VectorDataViewType(NumberDataViewType.Int32, categoricalRanges.Length / 2, 2),
                (ref VBuffer<int> ranges) => ranges = new VBuffer<int>(categoricalRanges.Length, [.. categoricalRanges]));
        }
        return builder.ToAnnotations();
    }

    /// <summary>Annotations with what keys stand for.</summary>
    public static Microsoft.ML.DataViewSchema.Annotations KeyValues<T>(PrimitiveDataViewType type, params T[] values)
    {
        var builder = new Microsoft.ML.DataViewSchema.Annotations.Builder();
        builder.Add("KeyValues", new VectorDataViewType(type, values.Length), (ref VBuffer<T> value) => value = new VBuffer<T>(values.Length, [.. values]));
        return builder.ToAnnotations();
    }
}
