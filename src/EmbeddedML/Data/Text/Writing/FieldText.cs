using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Writes values as fields of text files. A text loader reads them back as the same values.</summary>
internal static class FieldText
{
    private const int LongestNumber = 64;

    /// <summary>Appends a value.</summary>
    /// <typeparam name="T">The raw type of <paramref name="type"/>.</typeparam>
    public static void Append<T>(CharBuffer line, T value, PrimitiveDataViewType type, char separator)
    {
        // The checks are decided when the code is compiled for T.
        if (type is KeyDataViewType key)
        {
            ulong number = KeyNumber.Of(value);
            if (number > 0 && number <= key.Count)
                AppendFormatted(line, number - 1, default);
        }
        else if (typeof(T) == typeof(ReadOnlyMemory<char>))
            AppendText(line, ((ReadOnlyMemory<char>)(object)value!).Span, separator);
        else if (typeof(T) == typeof(bool))
            line.Append((bool)(object)value! ? "1" : "0");
        else if (typeof(T) == typeof(float) && float.IsNaN((float)(object)value!))
            line.Append("?");
        else if (typeof(T) == typeof(float))
            AppendFormatted(line, (float)(object)value!, "R");
        else if (typeof(T) == typeof(double) && double.IsNaN((double)(object)value!))
            line.Append("?");
        else if (typeof(T) == typeof(double))
            AppendFormatted(line, (double)(object)value!, "G17");
        else if (typeof(T) == typeof(TimeSpan))
            AppendQuoted(line, (TimeSpan)(object)value!, "c");
        else if (typeof(T) == typeof(DateTime))
            AppendQuoted(line, (DateTime)(object)value!, "o");
        else if (typeof(T) == typeof(DateTimeOffset))
            AppendQuoted(line, (DateTimeOffset)(object)value!, "o");
        else if (typeof(T) == typeof(DataViewRowId))
            line.Append($"0x{value}");
        else
            AppendFormatted(line, (ISpanFormattable)value!, default);
    }

    /// <summary>Appends a text, in quotes where it starts with a space or has a separator, a quote, a colon or a line break in it.</summary>
    public static void AppendText(CharBuffer line, ReadOnlySpan<char> text, char separator)
    {
        bool isQuoted = text.IsEmpty || text[0] == ' ' || text.IndexOfAny(['"', separator, ':', '\n']) >= 0;
        if (!isQuoted)
        {
            line.Append(text);
            return;
        }
        line.Append("\"");
        for (int quote = text.IndexOf('"'); quote >= 0; quote = text.IndexOf('"'))
        {
            line.Append(text[..quote]);
            line.Append("\"\"");
            text = text[(quote + 1)..];
        }
        line.Append(text);
        line.Append("\"");
    }

    private static void AppendQuoted<T>(CharBuffer line, T value, string format) where T : ISpanFormattable
    {
        line.Append("\"");
        AppendFormatted(line, value, format);
        line.Append("\"");
    }

    private static void AppendFormatted<T>(CharBuffer line, T value, ReadOnlySpan<char> format) where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        line.Append(text[..length]);
    }
}
