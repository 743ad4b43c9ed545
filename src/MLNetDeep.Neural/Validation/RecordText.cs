using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace MLNetDeep.Neural.Validation;

/// <summary>Writes the members of a record for its <c>ToString</c>, with the items of arrays and lists.</summary>
internal static class RecordText
{
    /// <summary>Appends the properties that <typeparamref name="T"/> declares, as in <c>BatchSize = 32, ClassWeights = [1, 2]</c>.</summary>
    /// <typeparam name="T">The record type: not a derived type, whose own properties follow.</typeparam>
    /// <param name="builder">The builder of the text.</param>
    /// <param name="record">The record.</param>
    /// <returns>Whether anything was appended, as a record's <c>PrintMembers</c> must return.</returns>
    public static bool Append<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(StringBuilder builder, T record)
    {
        PropertyInfo[] properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        builder.AppendJoin(", ", properties.Select(property => $"{property.Name} = {Format(property.GetValue(record))}"));
        return properties.Length > 0;
    }

    private static string Format(object? value) => value switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Format))}]",
        _ => $"{value}",
    };
}
