using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Reads whole columns of a view.</summary>
internal static class ColumnValues
{
    private static readonly MethodInfo s_read = typeof(ColumnValues).GetMethod(nameof(ReadAs), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Returns the values of all rows, one after the other: an array of the column's type, in which texts are strings.</summary>
    public static Array Read(IDataView view, string column)
    {
        DataViewType type = view.Schema[column].Type;
        Type item = ((type as VectorDataViewType)?.ItemType ?? type).RawType;
        return (Array)s_read.MakeGenericMethod(item).Invoke(null, [view, view.Schema[column]])!;
    }

    private static Array ReadAs<T>(IDataView view, DataViewSchema.Column column)
    {
        List<T> values = [];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            while (cursor.MoveNext())
            {
                getter(ref vector);
                values.AddRange(vector.DenseValues());
            }
        }
        else
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            while (cursor.MoveNext())
            {
                T value = default!;
                getter(ref value);
                values.Add(value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value);
            }
        }

        return values is List<ReadOnlyMemory<char>> texts ? texts.Select(text => text.ToString()).ToArray() : values.ToArray();
    }

    /// <summary>Asserts that the values of a tensor are those of a column: numbers within 1e-5 of the larger of 1 and the number.</summary>
    public static void AssertEqual(Array expected, Array actual, string name)
    {
        Assert.Equal((name, expected.GetType(), expected.Length), (name, actual.GetType(), actual.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected.GetValue(i) is float number)
            {
                float other = (float)actual.GetValue(i)!;
                Assert.True(
                    number.Equals(other) || Math.Abs(number - other) <= 1e-5 * Math.Max(1, Math.Abs(number)),
                    string.Create(CultureInfo.InvariantCulture, $"{name}, value {i}: {number} in ML.NET, {other} in ONNX Runtime"));
            }
            else
            {
                Assert.Equal((name, i, expected.GetValue(i)), (name, i, actual.GetValue(i)));
            }
        }
    }
}
