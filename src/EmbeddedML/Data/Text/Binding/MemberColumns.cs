using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text loader that follow from the attributes of a row class.</summary>
internal static class MemberColumns
{
    /// <exception cref="ArgumentOutOfRangeException">The class has no public field and no public property that can be read.</exception>
    /// <exception cref="InvalidOperationException">
    /// A member does not say what it is loaded from, or has a type that cannot be loaded.
    /// </exception>
    public static TextLoader.Column[] Of<[DynamicallyAccessedMembers(TypedRows.Members)] TInput>()
    {
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<MemberInfo> fields = typeof(TInput).GetFields(Instance);
        IEnumerable<MemberInfo> properties = typeof(TInput).GetProperties(Instance)
            .Where(property => property.GetGetMethod() is not null && property.GetIndexParameters().Length == 0);
        MemberInfo[] members = fields.Concat(properties).ToArray();
        if (members.Length == 0)
            throw new ArgumentOutOfRangeException(
                nameof(TInput), $"'{typeof(TInput)}' has no public field and no public property that can be read.");
        return Array.ConvertAll(members, ColumnOf);
    }

    private static TextLoader.Column ColumnOf(MemberInfo member)
    {
        LoadColumnAttribute source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw new InvalidOperationException(
                $"The member '{member.Name}' of '{member.DeclaringType}' has no {nameof(LoadColumnAttribute)} that says what it is loaded from.");
        Type type = MemberTypes.TypeOf(member);
        DataKind kind = KindOf(type.IsArray ? type.GetElementType()! : type)
            ?? throw new InvalidOperationException(
                $"The member '{member.Name}' of '{member.DeclaringType}' has the type '{type}', which cannot be loaded from text.");
        return new TextLoader.Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            DataKind = kind,
            KeyCount = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount(key.Count) : null,
            Source = source.Sources
                .Select(s => new TextLoader.Range { Min = s.Min, Max = s.Max, ForceVector = s.ForceVector })
                .ToArray(),
        };
    }

    private static DataKind? KindOf(Type type) => DataKinds.Find(type == typeof(string) ? typeof(ReadOnlyMemory<char>) : type);
}
