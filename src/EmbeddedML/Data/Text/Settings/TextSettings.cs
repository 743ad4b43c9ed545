using System.Globalization;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The options of a text loader as text. A file can have them at its start, in lines that start with "#@":
/// <c>TextLoader{ header+ sep=tab col=Label:R4:0 col=Features:R4:1-4 }</c>.
/// </summary>
internal static class TextSettings
{
    private const string Mark = "#@";

    /// <summary>Looks for options at the start of the first file. Null where there are none, or the caller gave others.</summary>
    /// <param name="source">The files.</param>
    /// <param name="given">The caller's options. The threads, the header file and the number of rows are taken from them.</param>
    /// <param name="host">What logs.</param>
    /// <exception cref="InvalidOperationException">There are options, but they are not readable.</exception>
    public static TextLoader.Options? FindIn(IMultiStreamSource source, TextLoader.Options given, IHost host)
    {
        string text = ReadMarked(source);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        using IChannel channel = host.Start("Parsing options from file");
        if (!HasDefaults(given))
        {
            channel.Warning(
                MessageSensitivity.None,
                "Arguments cannot be embedded in the file and in the command line. The embedded arguments will be ignored");
            return null;
        }
        if (Parse(text, error => channel.Error(MessageSensitivity.Schema, error)) is not { Columns.Length: > 0 } options)
            throw new InvalidOperationException(
                $"The file starts with options for its loading, but they are not readable, or name no column: {text}");
        options.UseThreads = given.UseThreads;
        options.HeaderFile = given.HeaderFile;
        options.MaxRows = given.MaxRows;
        return options;
    }

    /// <summary>A copy of options with other columns.</summary>
    public static TextLoader.Options Copy(TextLoader.Options options, TextLoader.Column[] columns) => new()
    {
        Columns = columns,
        AllowQuoting = options.AllowQuoting,
        AllowSparse = options.AllowSparse,
        InputSize = options.InputSize,
        Separators = options.Separators,
        SeparatorNames = options.SeparatorNames,
        DecimalMarker = options.DecimalMarker,
        TrimWhitespace = options.TrimWhitespace,
        HasHeader = options.HasHeader,
        UseThreads = options.UseThreads,
        ReadMultilines = options.ReadMultilines,
        HeaderFile = options.HeaderFile,
        MaxRows = options.MaxRows,
        EscapeChar = options.EscapeChar,
        MissingRealsAsNaNs = options.MissingRealsAsNaNs,
    };

    /// <summary>Reads "TextLoader{...}"; null where it is not that.</summary>
    private static TextLoader.Options? Parse(string text, Action<string> report)
    {
        switch (SettingsLexer.Split(text))
        {
            case null:
                report(OptionsParser.Unbalanced);
                return null;
            case [{ Kind: SettingsLexer.TokenKind.Word } name, { Kind: SettingsLexer.TokenKind.Group } settings]:
                return name.Text is "TextLoader" or "Text" ? OptionsParser.Parse(settings.Text, report) : null;
            default:
                return null;
        }
    }

    private static bool HasDefaults(TextLoader.Options options)
    {
        var defaults = new TextLoader.Options();
        return options.AllowQuoting == defaults.AllowQuoting
            && options.AllowSparse == defaults.AllowSparse
            && options.InputSize == defaults.InputSize
            && options.Separators.AsSpan().SequenceEqual(defaults.Separators)
            && options.SeparatorNames == defaults.SeparatorNames
            && options.DecimalMarker == defaults.DecimalMarker
            && options.TrimWhitespace == defaults.TrimWhitespace
            && options.HasHeader == defaults.HasHeader
            && options.ReadMultilines == defaults.ReadMultilines
            && options.EscapeChar == defaults.EscapeChar
            && options.MissingRealsAsNaNs == defaults.MissingRealsAsNaNs;
    }

    private static string ReadMarked(IMultiStreamSource source)
    {
        if (source.Count == 0)
            return "";
        var marked = new StringBuilder();
        using TextReader reader = source.OpenTextReader(0);
        while (reader.ReadLine() is string line)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
                continue;
            if (line[0] != '#')
                break;
            if (line.Length > Mark.Length && line.StartsWith(Mark, StringComparison.Ordinal))
                marked.Append(CultureInfo.InvariantCulture, $" {line.AsSpan(Mark.Length).Trim()}");
        }
        return marked.ToString();
    }
}
