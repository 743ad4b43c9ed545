using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tuning;

/// <summary>Describes the rows of a view, so that other rows can be told from them.</summary>
internal static class ViewDescription
{
    // The number of rows whose columns all count.
    private const int FirstRows = 16;

    /// <summary>
    /// Returns the number of rows, the names of the columns, and a hash of all labels and of the first rows. Reads the label column in one pass.
    /// </summary>
    /// <remarks>Columns of other types than numbers, texts, keys and vectors of numbers, such as images, do not count in the hash.</remarks>
    /// <param name="view">The view.</param>
    /// <param name="label">The name of the label column, which may be missing.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static string Describe(IDataView view, string label, CancellationToken cancellation)
    {
        DataViewSchema.Column[] columns = [.. view.Schema.Where(column => !column.IsHidden)];
        XxHash64 hash = new();
        long rows = Read(view, [.. columns.Where(column => column.Name == label)], long.MaxValue, hash, cancellation);
        Read(view, columns, FirstRows, hash, cancellation);
        string names = string.Join(", ", columns.Select(column => column.Name));
        return string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {names} with hash {hash.GetCurrentHashAsUInt64():X16}");
    }

    // Returns the number of rows that were read.
    private static long Read(
        IDataView view, DataViewSchema.Column[] columns, long limit, NonCryptographicHashAlgorithm hash, CancellationToken cancellation)
    {
        DataViewSchema.Column[] known = [.. columns.Where(column => ItemType(column) != TypeCode.Object)];
        using DataViewRowCursor cursor = view.GetRowCursor(known);
        Action[] appenders = [.. known.Select(column => Appender(cursor, column, hash))];
        long rows = 0;
        while (rows < limit && cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            Array.ForEach(appenders, append => append());
            rows++;
        }

        return rows;
    }

    // Object for types that are not known.
    private static TypeCode ItemType(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => TypeCode.String,
        VectorDataViewType vector => Type.GetTypeCode(vector.ItemType.RawType),
        _ => Type.GetTypeCode(column.Type.RawType),
    };

    private static Action Appender(DataViewRow row, DataViewSchema.Column column, NonCryptographicHashAlgorithm hash) => ItemType(column) switch
    {
        TypeCode.String => Text(row, column, hash),
        TypeCode.Boolean => Numbers<bool>(row, column, hash),
        TypeCode.SByte => Numbers<sbyte>(row, column, hash),
        TypeCode.Byte => Numbers<byte>(row, column, hash),
        TypeCode.Int16 => Numbers<short>(row, column, hash),
        TypeCode.UInt16 => Numbers<ushort>(row, column, hash),
        TypeCode.Int32 => Numbers<int>(row, column, hash),
        TypeCode.UInt32 => Numbers<uint>(row, column, hash),
        TypeCode.Int64 => Numbers<long>(row, column, hash),
        TypeCode.UInt64 => Numbers<ulong>(row, column, hash),
        TypeCode.Single => Numbers<float>(row, column, hash),
        TypeCode.Double => Numbers<double>(row, column, hash),
        _ => Numbers<DateTime>(row, column, hash), // the last of the types that columns have
    };

    private static Action Text(DataViewRow row, DataViewSchema.Column column, NonCryptographicHashAlgorithm hash)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            getter(ref value);
            hash.Append(BitConverter.GetBytes(value.Length));
            hash.Append(MemoryMarshal.AsBytes(value.Span));
        };
    }

    private static Action Numbers<T>(DataViewRow row, DataViewSchema.Column column, NonCryptographicHashAlgorithm hash)
        where T : unmanaged
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                getter(ref value);
                hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));
            };
        }

        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return () =>
        {
            vectorGetter(ref vector);
            hash.Append(BitConverter.GetBytes(vector.Length));
            hash.Append(MemoryMarshal.AsBytes(vector.GetIndices()));
            hash.Append(MemoryMarshal.AsBytes(vector.GetValues()));
        };
    }
}
