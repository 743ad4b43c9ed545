using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Onnx;

/// <summary>The types of columns that ONNX has too.</summary>
internal static class OnnxColumnTypes
{
    private static readonly HashSet<Type> s_types =
    [
        typeof(bool), typeof(ReadOnlyMemory<char>), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(float), typeof(double),
    ];

    /// <summary>Throws if a column has another type.</summary>
    /// <exception cref="NotSupportedException">The message names the column.</exception>
    public static void Check(DataViewSchema schema)
    {
        foreach (DataViewSchema.Column column in schema)
        {
            DataViewType type = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
            if (!s_types.Contains(type.RawType))
            {
                throw new NotSupportedException($"The pipeline reads the column '{column.Name}', whose type, {column.Type}, ONNX does not have.");
            }
        }
    }
}
