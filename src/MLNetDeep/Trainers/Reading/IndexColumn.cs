using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// A column of indices, for networks that start with an embedding layer: a vector of keys or of integers. Keys are one-based, and 0 is a
/// missing key; an integer is used as the index. In a vector of varying size, each row is a sequence with its own length.
/// </summary>
internal sealed class IndexColumn
{
    private const string Expected = "Vector<Key> or a vector of integers";

    private IndexColumn(DataViewSchema.Column column, VectorDataViewType type)
    {
        Column = column;
        Size = type.IsKnownSize ? type.Size : null;
        IndexCount = type.ItemType is KeyDataViewType key ? Math.Min(key.Count, ulong.MaxValue - 1) + 1 : null;
    }

    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; }

    /// <summary>The number of indices per row; null if rows have different lengths.</summary>
    public int? Size { get; }

    /// <summary>The number of possible indices, including 0 for a missing key; null if the column's type has no limit.</summary>
    public ulong? IndexCount { get; }

    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static IndexColumn Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "feature", name);
        return column.Type is VectorDataViewType vector && LabelReader.IsLabelType(vector.ItemType)
            ? new IndexColumn(column, vector)
            : throw Columns.WrongType("feature", column, Expected, CureFor(name, (column.Type as VectorDataViewType)?.ItemType ?? column.Type));
    }

    /// <summary>Throws if a column of a schema shape is no column of indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "feature", name);
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar || !(column.IsKey || LabelReader.IsLabelType(column.ItemType)))
        {
            throw Columns.WrongType("feature", column, Expected, CureFor(name, column.ItemType));
        }
    }

    /// <summary>Throws if the column's type has longer rows or more indices than a network takes.</summary>
    /// <exception cref="InvalidOperationException">The column does not fit; the message says what to set.</exception>
    public void Check(NetworkSpec spec)
    {
        if (Size > spec.InputSize)
        {
            throw new InvalidOperationException(
                $"Column '{Column.Name}' has {Size} indices in a row, but the network takes {spec.InputSize}: give the network an input of shape "
                + $"[{Size}], or shorten the sequences, as WordIndicesOptions.Length does.");
        }

        if (IndexCount > (ulong)spec.IndexCount!.Value)
        {
            throw new InvalidOperationException(
                $"Column '{Column.Name}' has the indices 0 to {IndexCount - 1}, where 0 is a missing key, but the network takes 0 to "
                + $"{spec.IndexCount - 1}: set the inputDim of its Embedding to {IndexCount}, or limit the vocabulary.");
        }
    }

    /// <summary>Creates a reader for the indices of a cursor's current row.</summary>
    public IndexReader CreateReader(DataViewRow row) => Type.GetTypeCode(((VectorDataViewType)Column.Type).ItemType.RawType) switch
    {
        TypeCode.Byte => new IndexReader<byte>(row, this, static value => value),
        TypeCode.UInt16 => new IndexReader<ushort>(row, this, static value => value),
        TypeCode.UInt32 => new IndexReader<uint>(row, this, static value => value),
        TypeCode.UInt64 => new IndexReader<ulong>(row, this, static value => (long)Math.Min(value, long.MaxValue)),
        TypeCode.SByte => new IndexReader<sbyte>(row, this, static value => value),
        TypeCode.Int16 => new IndexReader<short>(row, this, static value => value),
        TypeCode.Int32 => new IndexReader<int>(row, this, static value => value),
        _ => new IndexReader<long>(row, this, static value => value),
    };

    private static string? CureFor(string name, DataViewType itemType) => itemType switch
    {
        TextDataViewType => $"Turn texts into indices first: Transforms.Text.WordIndices(\"{name}\")",
        _ when itemType == NumberDataViewType.Single => "The network begins with Embedding, which takes indices of words and not numbers",
        _ => null,
    };
}
