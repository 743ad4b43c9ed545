using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which columns the types of members give.</summary>
internal static class MemberTypes
{
    private const string Accepted = "Boolean, SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double, String, "
        + "ReadOnlyMemory<Char>, DateTime, DateTimeOffset, TimeSpan, DataViewRowId, an array or a VBuffer of one of these, "
        + "and types registered with DataViewTypeManager";

    /// <summary>The type of a field or property.</summary>
    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>Whether a member gives a column at all.</summary>
    public static bool IsColumn(MemberInfo member)
        => TypeOf(member) != typeof(IChannel) && member.GetCustomAttribute<NoColumnAttribute>() is null;

    /// <summary>Splits a type into that of a vector's items, as columns hold them, and whether it is one of vectors.</summary>
    public static (Type ItemType, bool IsVector) Split(Type type)
    {
        Type? itemType = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GenericTypeArguments[0] : null;
        Type held = itemType ?? type;
        return (held == typeof(string) ? typeof(ReadOnlyMemory<char>) : held, itemType is not null);
    }

    /// <summary>As <see cref="Split"/>, for a member whose type a column can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No column can have the member's type.</exception>
    public static (Type ItemType, bool IsVector) SplitSupported(MemberInfo member)
    {
        (Type itemType, bool isVector) = Split(TypeOf(member));
        if (RawTypes.PrimitiveTypeOf(itemType) is null && DataViewTypeManager.Find(itemType, AttributeOf(member)) is null)
            throw Unsupported($"The member '{member.Name}' of '{member.DeclaringType}'", TypeOf(member));
        return (itemType, isVector);
    }

    /// <summary>The type that a member's column has by itself, attributes included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No column can have the member's type, or an attribute does not fit it.</exception>
    public static DataViewType ColumnTypeOf(MemberInfo member)
    {
        DataViewTypeAttribute? custom = AttributeOf(member);
        custom?.Register();
        (Type itemType, bool isVector) = SplitSupported(member);
        if (DataViewTypeManager.Find(itemType, custom) is { } registered)
            return registered;

        PrimitiveDataViewType item = ItemTypeOf(member, itemType);
        VectorTypeAttribute? vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (!isVector)
            return vector is null ? item : throw Misfit(member, nameof(VectorTypeAttribute), "an array or a VBuffer");
        return vector is { Dimensions: { Length: > 0 } dimensions } ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
    }

    /// <summary>The column type that follows from a .NET type alone.</summary>
    public static DataViewType Infer(Type itemType, bool isVector, MemberInfo member)
    {
        if (RawTypes.PrimitiveTypeOf(itemType) is not { } item)
            return DataViewTypeManager.Find(itemType, AttributeOf(member))!;
        return isVector ? new VectorDataViewType(item) : item;
    }

    /// <summary>The error for a type that no column can have.</summary>
    public static ArgumentOutOfRangeException Unsupported(string what, Type type)
        => new("userType", $"{what} has the type '{type}', which no column can have. Accepted: {Accepted}.");

    /// <summary>The attribute of a member that says which registered type it has, if it has one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is more than one.</exception>
    public static DataViewTypeAttribute? AttributeOf(MemberInfo member)
    {
        var attributes = member.GetCustomAttributes<DataViewTypeAttribute>().ToArray();
        return attributes.Length <= 1 ? attributes.FirstOrDefault() : throw new ArgumentOutOfRangeException(
            "userType", $"The member '{member.Name}' of '{member.DeclaringType}' has {attributes.Length} DataViewTypeAttributes; at most one is accepted.");
    }

    private static PrimitiveDataViewType ItemTypeOf(MemberInfo member, Type itemType)
    {
        if (member.GetCustomAttribute<KeyTypeAttribute>() is not { } key)
            return RawTypes.PrimitiveTypeOf(itemType)!;
        if (!KeyDataViewType.IsValidDataType(itemType))
            throw Misfit(member, nameof(KeyTypeAttribute), "Byte, UInt16, UInt32, UInt64, or an array or a VBuffer of one of them");
        try
        {
            return new KeyDataViewType(itemType, key.Count);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ArgumentOutOfRangeException(
                $"The KeyTypeAttribute of the member '{member.Name}' of '{member.DeclaringType}' does not fit its type. {exception.Message}", exception);
        }
    }

    private static ArgumentOutOfRangeException Misfit(MemberInfo member, string attribute, string accepted) => new(
        "userType", $"The member '{member.Name}' of '{member.DeclaringType}' has a {attribute}, but its type is '{TypeOf(member)}'. Accepted: {accepted}.");
}
