using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A member of a row class and the column that it gives or takes.</summary>
internal sealed class RowMember(MemberInfo member, string columnName, DataViewType columnType, DataViewSchema.Annotations annotations)
{
    public MemberInfo Member { get; } = member;

    public Type Type => MemberTypes.TypeOf(Member);

    public string ColumnName { get; } = columnName;

    public DataViewType ColumnType { get; } = columnType;

    /// <summary>The schema of rows that are read from objects with these members.</summary>
    public static DataViewSchema SchemaOf(IEnumerable<RowMember> members)
    {
        var schema = new DataViewSchema.Builder();
        foreach (RowMember member in members)
            schema.AddColumn(member.ColumnName, member.ColumnType, member.Annotations);
        return schema.ToSchema();
    }

    /// <summary>The members that a definition names; without one, all that can be read or written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class and the definition do not fit each other.</exception>
    public static RowMember[] Of<[DynamicallyAccessedMembers(TypedRows.Members)] TRow>(SchemaDefinition? schemaDefinition, SchemaDefinition.Direction direction)
    {
        SchemaDefinition definition = schemaDefinition ?? SchemaDefinition.Create(typeof(TRow), direction);
        var members = new List<RowMember>(definition.Count);
        foreach (SchemaDefinition.Column column in definition)
        {
            MemberInfo member = Find<TRow>(column.MemberName) ?? throw new ArgumentOutOfRangeException(
                nameof(schemaDefinition), $"The schema definition names the member '{column.MemberName}', but '{typeof(TRow)}' has no public field or property of that name.");
            if (MemberTypes.TypeOf(member) == typeof(IChannel))
                continue;
            string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
            members.Add(new RowMember(member, name, ColumnTypeOf(column, member, name), column.Annotations));
        }
        return [.. members];
    }

    /// <summary>The public field or property of a name.</summary>
    public static MemberInfo? Find<[DynamicallyAccessedMembers(TypedRows.Members)] TRow>(string name)
        => (MemberInfo?)typeof(TRow).GetField(name) ?? typeof(TRow).GetProperty(name);

    private DataViewSchema.Annotations Annotations { get; } = annotations;

    private static DataViewType ColumnTypeOf(SchemaDefinition.Column column, MemberInfo member, string name)
    {
        (Type itemType, bool isVector) = MemberTypes.SplitSupported(member);
        if (column.ColumnType is not { } type)
            return MemberTypes.Infer(itemType, isVector, member);
        DataViewType item = type is VectorDataViewType vector ? vector.ItemType : type;
        if (isVector == type is VectorDataViewType && item.RawType == itemType)
            return type;
        throw new ArgumentOutOfRangeException(
            "schemaDefinition", $"The column '{name}' is defined with the type '{type}', but its member '{member.Name}' has the type '{MemberTypes.TypeOf(member)}'.");
    }
}
