using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>
/// How the members of a row class become columns. <see cref="Create"/> gives what ML.NET does by itself; change its
/// columns to give others names, more specific types or annotations, and remove those that shall be no columns.
/// </summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>
    /// The first column with a name. Getting gives null where there is none; setting replaces the first one, or adds it
    /// at the end.
    /// </summary>
    /// <exception cref="ArgumentNullException">The column set is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The column set has another name.</exception>
    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName)!;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(columnName), $"The column set as '{columnName}' must have that name, but it is named '{value.ColumnName}'.");
            }
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index < 0)
                Add(value);
            else
                this[index] = value;
        }
    }

    /// <summary>The definition that follows from a class: its public instance fields, then its public properties.</summary>
    /// <param name="userType">The row class.</param>
    /// <param name="direction">Whether properties must have a public getter, a public setter, or either.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A member has a type that no column can have or an attribute that does not fit it, or two columns have the same name.
    /// </exception>
    public static SchemaDefinition Create([DynamicallyAccessedMembers(TypedRows.Members)] Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (MemberInfo member in MembersOf(userType, direction))
        {
            if (!MemberTypes.IsColumn(member))
                continue;
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(userType), $"Two members of '{userType}' give a column named '{name}'; each column of a class needs a name of its own.");
            }
            definition.Add(new Column(member.Name, MemberTypes.ColumnTypeOf(member), name));
        }
        return definition;
    }

    private static IEnumerable<MemberInfo> MembersOf([DynamicallyAccessedMembers(TypedRows.Members)] Type userType, Direction direction)
    {
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<MemberInfo> fields = userType.GetFields(Instance);
        return fields.Concat(userType.GetProperties(Instance).Where(property => property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(Direction.Write) && property.GetSetMethod() is not null))));
    }

    /// <summary>What is done with the properties of a row class.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>They are read, to make rows of objects.</summary>
        Read = 1,

        /// <summary>They are written, to make objects of rows.</summary>
        Write = 2,

        /// <summary>They are read or written.</summary>
        Both = Read | Write,
    }
}
