using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>Reads the labels of scored rows, of the types that ML.NET's Evaluate accepts. Null is a missing label.</summary>
internal static class ScoredLabels
{
    /// <summary>Creates a function that reads the class of the current row, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is neither a key nor a Single.</exception>
    public static Func<int?> OfClasses(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is KeyDataViewType)
        {
            Func<int> read = LabelReader.For(label).CreateGetter(row);
            return () => read() is int index && index >= 0 ? index : null;
        }

        if (label.Type != NumberDataViewType.Single)
        {
            string? cure = Cures.MapToKeys(label.Name, label.Type);
            throw Columns.WrongType("label", label, "a key, or a Single with the index of the class", cure);
        }

        // As in ML.NET, numbers that are no class are passed over.
        Func<float> number = Reader<float>(row, label);
        return () => number() is float value && value >= 0 && value < int.MaxValue && value == MathF.Floor(value) ? (int)value : null;
    }

    /// <summary>Creates a function that reads whether the current row is positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is neither a Boolean, a Single nor a key of two values.</exception>
    public static Func<bool?> OfTwoClasses(DataViewRow row, DataViewSchema.Column label)
    {
        switch (label.Type)
        {
            case BooleanDataViewType:
                Func<bool> flag = Reader<bool>(row, label);
                return () => flag();
            case KeyDataViewType { Count: 2 }:
                Func<int> key = LabelReader.For(label).CreateGetter(row);
                return () => key() is int index && index >= 0 ? index == 1 : null;
            case NumberDataViewType when label.Type == NumberDataViewType.Single:
                Func<float> number = Reader<float>(row, label);
                return () => number() is float value && !float.IsNaN(value) ? value > 0 : null;
            default:
                string? cure = Cures.MakeBoolean(label.Name, label.Type);
                throw Columns.WrongType("label", label, "a Boolean, a Single (above 0 is true) or a key of two values", cure);
        }
    }

    /// <summary>Creates a function that reads a value of the current row.</summary>
    public static Func<T> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value;
        };
    }
}
