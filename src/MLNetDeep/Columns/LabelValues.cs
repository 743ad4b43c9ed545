using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>The names of a label's classes: the original values that were mapped to keys, in their original type.</summary>
internal abstract class LabelValues
{
    /// <summary>The number of classes.</summary>
    public abstract int Count { get; }

    /// <summary>The type of the values.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>
    /// Returns the key values of a key column, or the slot names of a vector column; null if there are none of a built-in type, or not one
    /// for each key or slot. As in ML.NET, values of another number are passed over.
    /// </summary>
    public static LabelValues? FromColumn(DataViewSchema.Column column)
    {
        string kind = column.Type is VectorDataViewType ? AnnotationNames.SlotNames : AnnotationNames.KeyValues;
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { IsKnownSize: true } type)
        {
            return null;
        }

        ulong count = column.Type is KeyDataViewType key ? key.Count : (ulong)((VectorDataViewType)column.Type).Size;
        return (ulong)type.Size == count && LabelValueKind.Find(type.ItemType)?.Read(column.Annotations, kind) is { } values && (ulong)values.Count == count
            ? values
            : null;
    }

    /// <summary>Adds the values to a column's annotations.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Formats the values as text, independent of the culture.</summary>
    public abstract string[] ToTexts();

    /// <summary>
    /// Describes the first difference between these values and others; null if they are equal.
    /// </summary>
    /// <param name="others">The other values; null if there are none.</param>
    /// <param name="place">Where these values are from, such as "the training data".</param>
    /// <param name="otherPlace">Where the other values are from.</param>
    public string? FindDifference(LabelValues? others, string place, string otherPlace)
    {
        if (others is null || !others.ItemType.Equals(ItemType))
        {
            return $"there are names of type {ItemType} in {place} and {(others is null ? "no names" : $"of type {others.ItemType}")} in {otherPlace}";
        }

        for (int i = 0; i < Math.Min(Count, others.Count); i++)
        {
            if (!HasEqualValue(i, others))
            {
                return $"class {i} is '{ToTexts()[i]}' in {place} and '{others.ToTexts()[i]}' in {otherPlace}";
            }
        }

        return Count == others.Count ? null : $"there are {Count} classes in {place} and {others.Count} in {otherPlace}";
    }

    /// <summary>Whether a class has the same value as in other values of the same item type.</summary>
    protected abstract bool HasEqualValue(int index, LabelValues other);

    /// <summary>Writes the values and their type.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The type of the values is unknown, or a value is out of range.</exception>
    public static LabelValues Load(BinaryReader reader, int count)
    {
        try
        {
            return LabelValueKind.Load(reader).Load(reader, count);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The model file is damaged: a label value is out of range. {e.Message}", e);
        }
    }
}

/// <summary>The names of a label's classes, with their C# type.</summary>
internal sealed class LabelValues<T>(LabelValueKind<T> kind, T[] values) : LabelValues
{
    private readonly T[] _values = values;

    public override int Count => _values.Length;

    public override PrimitiveDataViewType ItemType => kind.Type;

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string name) =>
        annotations.Add(name, new VectorDataViewType(kind.Type, _values.Length), (ref VBuffer<T> buffer) => VBuffer<T>.Copy(_values, 0, ref buffer, _values.Length));

    // Times are written to the tick; the texts of other values are exact by default.
    public override string[] ToTexts() => Array.ConvertAll(
        _values,
        value => value is DateTime or DateTimeOffset
            ? ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{value}"));

    public override void Save(BinaryWriter writer)
    {
        kind.Save(writer);
        foreach (T value in _values)
        {
            kind.Write(writer, value);
        }
    }
    // ReadOnlyMemory compares by reference.
    protected override bool HasEqualValue(int index, LabelValues other)
    {
        T mine = _values[index], theirs = ((LabelValues<T>)other)._values[index];
        return mine is ReadOnlyMemory<char> text && theirs is ReadOnlyMemory<char> otherText
            ? text.Span.SequenceEqual(otherText.Span)
            : EqualityComparer<T>.Default.Equals(mine, theirs);
    }
}
