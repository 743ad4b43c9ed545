using System.Reflection;
using System.Text.RegularExpressions;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>What an option accepts, by trying values.</summary>
internal static partial class AcceptedValues
{
    private const int MaxNames = 8;

    /// <summary>
    /// The names of the accepted values of an enumeration, or its name if it has many; of a number, what the exception says when a value is
    /// refused, or that every integer is accepted; null for other types.
    /// </summary>
    /// <param name="options">Options with the property. They are changed.</param>
    /// <param name="property">The option.</param>
    public static string? Of(object options, PropertyInfo property)
    {
        Type kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.SetMethod is not { IsPublic: true })
        {
            return null;
        }

        if (kind.IsEnum)
        {
            object[] values = [.. Enum.GetValues(kind).Cast<object>().Where(value => Refusal(options, property, value) is null)];
            return values.Length <= MaxNames ? string.Join(", ", values) : $"a {kind.Name}";
        }

        object? refused = kind == typeof(double) ? double.NaN : kind == typeof(int) ? -1 : kind == typeof(long) ? -1L : null;
        return refused is null ? null
            : Refusal(options, property, refused) is string message ? Text().Match(message).Groups[1].Value
            : "any integer";
    }

    // The message of the exception that refuses a value; null if the value is accepted.
    private static string? Refusal(object options, PropertyInfo property, object value)
    {
        try
        {
            property.SetValue(options, value);
            return null;
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is ArgumentException refusal)
        {
            return refusal.Message;
        }
    }

    [GeneratedRegex(@"; accepted: (.*?)\.( \(Parameter |$|\r|\n)")]
    private static partial Regex Text();
}
