using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Values as text that reads back as the same value: what data and model files show of them.</summary>
internal static class ValueText
{
    /// <summary>The text of a value.</summary>
    /// <typeparam name="T">The raw type of <paramref name="type"/>.</typeparam>
    public static string Format<T>(T value, DataViewType type)
    {
        if (type is KeyDataViewType key)
            return FormatKey(KeyNumber.Of(value), key.Count);
        return value switch
        {
            float.NaN or double.NaN => "?",
            float number => number.ToString("R", CultureInfo.InvariantCulture),
            double number => number.ToString("G17", CultureInfo.InvariantCulture),
            bool flag => flag ? "1" : "0",
            ReadOnlyMemory<char> text => text.ToString(),
            DataViewRowId id => $"0x{id}",
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            DateTime date => date.ToString("o", CultureInfo.InvariantCulture),
            DateTimeOffset date => date.ToString("o", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"Values of {type} have no text form."),
        };
    }

    // A key shows as the position that it stands for; what stands for none, as nothing.
    private static string FormatKey(ulong key, ulong count) => key == 0 || key > count ? "" : (key - 1).ToString(CultureInfo.InvariantCulture);
}
