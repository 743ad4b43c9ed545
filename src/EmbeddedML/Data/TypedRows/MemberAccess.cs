using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>
/// Reads and writes a member of a class without boxing. A property is called through a delegate bound to its accessor; a
/// field needs compiled code, which ahead of time is interpreted.
/// </summary>
internal static class MemberAccess
{
    /// <summary>What reads the member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The member is a property without a public getter.</exception>
    public static Func<TRow, TValue> Reader<TRow, TValue>(MemberInfo member) where TRow : class
    {
        if (member is PropertyInfo property)
        {
            return property.GetGetMethod() is { } getter
                ? getter.CreateDelegate<Func<TRow, TValue>>()
                : throw NoAccessor(member, "getter, so it cannot be read");
        }
        ParameterExpression row = Expression.Parameter(typeof(TRow), "row");
        return Expression.Lambda<Func<TRow, TValue>>(Expression.Field(row, (FieldInfo)member), row).Compile();
    }

    /// <summary>What writes the member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The member is a property without a public setter.</exception>
    public static Action<TRow, TValue> Writer<TRow, TValue>(MemberInfo member) where TRow : class
    {
        if (member is PropertyInfo property)
        {
            return property.GetSetMethod() is { } setter
                ? setter.CreateDelegate<Action<TRow, TValue>>()
                : throw NoAccessor(member, "setter, so it cannot be written");
        }
        var field = (FieldInfo)member;
        // Compiled code must not write to a readonly field, but ML.NET fills it as any other.
        if (field.IsInitOnly)
            return (target, written) => field.SetValue(target, written);
        ParameterExpression row = Expression.Parameter(typeof(TRow), "row");
        ParameterExpression value = Expression.Parameter(typeof(TValue), "value");
        return Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(Expression.Field(row, field), value), row, value).Compile();
    }

    /// <summary>Whether a member is not a property without a public getter.</summary>
    public static bool CanRead(MemberInfo member) => member is not PropertyInfo property || property.GetGetMethod() is not null;

    // Without a definition, only members that have the accessor are taken.
    private static ArgumentOutOfRangeException NoAccessor(MemberInfo member, string lack)
        => new("schemaDefinition", $"The property '{member.Name}' of '{member.DeclaringType}' has no public {lack}.");
}
