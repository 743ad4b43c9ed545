namespace Microsoft.ML.Data;

/// <summary>Checks the options of a text loader and makes the format of them.</summary>
internal static class TextFormatFactory
{
    /// <exception cref="ArgumentOutOfRangeException">An option is not accepted, or contradicts another.</exception>
    /// <exception cref="InvalidOperationException">The number of fields is negative.</exception>
    public static TextFormat Create(TextLoader.Options options, bool hasHeader)
    {
        int inputSize = options.InputSize ?? 0;
        if (inputSize < 0)
            throw new InvalidOperationException($"{nameof(options.InputSize)} must not be negative, but it is {inputSize}.");
        if (options.DecimalMarker is not ('.' or ','))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options.DecimalMarker), $"The decimal marker must be '.' or ',', but it is '{options.DecimalMarker}'.");
        }
        char[] separators = MakeSeparators(options);
        if (!options.AllowQuoting && options.DecimalMarker == ',' && separators.Contains(','))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options.AllowQuoting), "Where ',' is both the decimal marker and a separator, quoting must be allowed.");
        }
        if (separators.Contains(options.EscapeChar))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options.EscapeChar), $"The escape character must not be a separator, but '{options.EscapeChar}' is one.");
        }

        return new TextFormat
        {
            Separators = separators,
            EscapeChar = options.EscapeChar,
            DecimalMarker = options.DecimalMarker,
            InputSize = Math.Min(inputSize, TextFormat.EndOfLine - 1),
            Flags = Flag(options.TrimWhitespace, TextFlags.TrimWhitespace)
                | Flag(hasHeader, TextFlags.HasHeader)
                | Flag(options.AllowQuoting, TextFlags.AllowQuoting)
                | Flag(options.AllowSparse, TextFlags.AllowSparse)
                | Flag(options.AllowQuoting && options.ReadMultilines, TextFlags.ReadMultilines)
                | Flag(options.MissingRealsAsNaNs, TextFlags.MissingRealsAsNaNs),
        };
    }

    private static TextFlags Flag(bool isOn, TextFlags flag) => isOn ? flag : TextFlags.None;

    private static char[] MakeSeparators(TextLoader.Options options)
    {
        if (options.Separators is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(options.Separators), "There must be a separator.");
        if (options.Separators is not [TextLoader.DefaultSeparator])
            return options.Separators.Select(c => Check(c.ToString(), options)).Distinct().ToArray();
        string[] names = options.SeparatorNames.ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0 ? [','] : names.Select(name => Check(name, options)).Distinct().ToArray();
    }

    private static char Check(string name, TextLoader.Options options)
    {
        char separator = name switch
        {
            "space" => ' ',
            "tab" => '\t',
            "comma" => ',',
            "colon" => ':',
            "semicolon" => ';',
            "bar" => '|',
            [char c] => c,
            _ => '\0',
        };
        if (separator == ':' && options.AllowSparse)
            throw new ArgumentOutOfRangeException(nameof(options.Separators), "':' cannot be a separator where lines may be sparse.");
        if ((separator < ' ' && separator != '\t') || char.IsAsciiDigit(separator) || separator == '"')
            throw new ArgumentOutOfRangeException(
                nameof(options.Separators), $"'{name}' cannot be a separator: control characters, digits and '\"' are not accepted.");
        return separator;
    }
}
