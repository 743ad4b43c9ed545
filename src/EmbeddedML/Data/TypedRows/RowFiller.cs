using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes rows of a schema into objects of a class.</summary>
internal sealed class RowFiller<[DynamicallyAccessedMembers(TypedRows.Members)] TRow> where TRow : class
{
    private readonly List<DataViewSchema.Column> _columns = [];
    private readonly List<Func<DataViewRow, DataViewSchema.Column, Action<TRow>>> _setters = [];

    /// <exception cref="ArgumentOutOfRangeException">The class or definition is invalid, or a column is missing.</exception>
    /// <exception cref="InvalidOperationException">A column has another type than its member.</exception>
    public RowFiller(IHostEnvironment env, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition? schemaDefinition)
    {
        CheckMembers(schemaDefinition);
        RowMember[] members = RowMember.Of<TRow>(schemaDefinition, SchemaDefinition.Direction.Write);
        env.Register("TypedCursorable");
        foreach (RowMember member in members)
        {
            if (schema.GetColumnOrNull(member.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw new ArgumentOutOfRangeException("Schema", $"Could not find the column '{member.ColumnName}', which the member "
                    + $"'{member.Member.Name}' of '{typeof(TRow)}' takes. Mark the member with [NoColumn], or ask for missing columns to be ignored.");
            }
            CheckType(member, column);
            _columns.Add(column);
            _setters.Add(MemberSetters<TRow>.Create(member, column.Type));
        }
    }

    /// <summary>The columns that are read.</summary>
    public IReadOnlyList<DataViewSchema.Column> Columns => _columns;

    /// <summary>What writes the present values of <paramref name="row"/>, one action for each column.</summary>
    public Action<TRow>[] Bind(DataViewRow row)
    {
        var actions = new Action<TRow>[_columns.Count];
        for (int i = 0; i < actions.Length; i++)
            actions[i] = _setters[i](row, _columns[i]);
        return actions;
    }

    // Reading objects, the same mistake is an ArgumentOutOfRangeException, as it is in ML.NET.
    private static void CheckMembers(SchemaDefinition? schemaDefinition)
    {
        foreach (SchemaDefinition.Column column in schemaDefinition ?? Enumerable.Empty<SchemaDefinition.Column>())
        {
            if (RowMember.Find<TRow>(column.MemberName) is null)
            {
                throw new NotSupportedException(
                    $"The schema definition names the member '{column.MemberName}', but '{typeof(TRow)}' has no public field or property of that name.");
            }
        }
    }

    private static void CheckType(RowMember member, DataViewSchema.Column column)
    {
        (Type itemType, bool isVector) = MemberTypes.Split(member.Type);
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        if (isVector == column.Type is VectorDataViewType && item.RawType == itemType)
            return;
        string raw = item is TextDataViewType ? "ReadOnlyMemory<Char>" : item.RawType.Name;
        string values = column.Type is VectorDataViewType ? $"{raw}[] or VBuffer<{raw}>" : raw;
        string accepted = item is not TextDataViewType ? values : column.Type is VectorDataViewType ? $"String[], {values}" : $"String or {values}";
        throw new InvalidOperationException($"The column '{column.Name}' of the type '{column.Type}' cannot be written to the member "
            + $"'{member.Member.Name}' of '{typeof(TRow)}', which has the type '{member.Type}'. Accepted: {accepted}.");
    }
}
