using System.Collections;
using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>
/// What is known of a schema before there is data: names, kinds of columns and item types, but neither the sizes of
/// vectors nor the counts of keys. An estimator says with it what it needs and what it will make.
/// </summary>
public sealed partial class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly ImmutableArray<Column> _columns;

    /// <summary>Makes the shape with the given columns, in their order.</summary>
    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
    }

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at a position.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is not in 0..Count-1.</exception>
    public Column this[int index] => _columns[index];

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Empty { get; } = new([]);

    /// <summary>The shape of a schema's columns that are not hidden.</summary>
    internal static SchemaShape Create(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SchemaShape(schema.Where(c => !c.IsHidden).Select(c => Describe(c.Name, c.Type, c.Annotations)));
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        foreach (Column candidate in _columns)
        {
            if (candidate.Name == name)
            {
                column = candidate;
                return true;
            }
        }
        column = default;
        return false;
    }

    private static Column Describe(string name, DataViewType type, DataViewSchema.Annotations annotations)
    {
        (Column.VectorKind kind, DataViewType itemType) = type switch
        {
            VectorDataViewType { IsKnownSize: true } vector => (Column.VectorKind.Vector, vector.ItemType),
            VectorDataViewType vector => (Column.VectorKind.VariableVector, (DataViewType)vector.ItemType),
            _ => (Column.VectorKind.Scalar, type),
        };
        bool isKey = itemType is KeyDataViewType;
        if (isKey)
            itemType = NumberTypeOf(itemType.RawType);
        var shape = new SchemaShape(annotations.Schema.Select(a => Describe(a.Name, a.Type, a.Annotations)));
        return new Column(name, kind, itemType, isKey, shape);
    }

    private static NumberDataViewType NumberTypeOf(Type keyRawType) => Type.GetTypeCode(keyRawType) switch
    {
        TypeCode.Byte => NumberDataViewType.Byte,
        TypeCode.UInt16 => NumberDataViewType.UInt16,
        TypeCode.UInt32 => NumberDataViewType.UInt32,
        _ => NumberDataViewType.UInt64,
    };
}
