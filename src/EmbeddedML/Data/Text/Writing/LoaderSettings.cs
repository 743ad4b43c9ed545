using System.Globalization;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The settings with which a text loader reads what is being written, one setting for each element.</summary>
internal static class LoaderSettings
{
    public static List<string> Create(IReadOnlyList<DataViewSchema.Column> columns, bool hasHeader, char separator, IChannel channel)
    {
        var settings = new List<string>();
        if (hasHeader)
            settings.Add("header+");
        settings.Add($"sep={NameOf(separator)}");
        int? field = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            DataViewSchema.Column column = columns[i];
            settings.Add($"col={Describe(column, field ?? -1)}");
            var vector = column.Type as VectorDataViewType;
            if (vector is { IsKnownSize: false } && i < columns.Count - 1)
            {
                channel.Warning(
                    MessageSensitivity.Schema,
                    "Column '{0}' is variable length, so it must be the last, or the file will be unreadable. "
                        + "Consider switching to binary format or use xf=Choose to make '{0}' the last column.",
                    column.Name);
                field = null;
            }
            field += vector?.Size ?? 1;
        }
        return settings;
    }

    private static string NameOf(char separator) => separator switch
    {
        ' ' => "space",
        '\t' => "tab",
        ',' => "comma",
        ';' => "semicolon",
        '|' => "bar",
        _ => separator.ToString(),
    };

    private static string Describe(DataViewSchema.Column column, int field)
    {
        var vector = column.Type as VectorDataViewType;
        var itemType = vector?.ItemType ?? (PrimitiveDataViewType)column.Type;
        string kind = DataKinds.NameOf(DataKinds.Find(itemType.RawType)!.Value);
        string? range = field < 0 ? null
            : vector is null ? Invariant($"{field}")
            : vector.IsKnownSize ? Invariant($"{field}-{field + vector.Size - 1}")
            : Invariant($"{field}-**");
        string? key = (itemType as KeyDataViewType)?.Count.ToString(CultureInfo.InvariantCulture);
        if (!NeedsBraces(column.Name) && range is not null)
            return key is null ? $"{column.Name}:{kind}:{range}" : $"{column.Name}:{kind}[{key}]:{range}";

        var settings = new StringBuilder();
        settings.Append("{name=").Append(NeedsBraces(column.Name) ? Quote(column.Name) : column.Name);
        if (kind != DataKinds.NameOf(DataKind.Single))
            settings.Append(" type=").Append(kind);
        settings.Append(" src=").Append(range ?? DescribeUnknown(vector));
        if (key is not null)
            settings.Append(" key=").Append(key);
        return settings.Append('}').ToString();
    }

    // A range that starts at a field that is not known.
    private static string DescribeUnknown(VectorDataViewType? vector)
        => vector is null ? "{ min=-1}"
            : vector.IsKnownSize ? Invariant($"{{ min=-1 max={vector.Size - 2} vector=+}}")
            : "{ min=-1 var=+}";

    private static bool NeedsBraces(string text)
        => SettingsLexer.Split(text) is not [{ Kind: SettingsLexer.TokenKind.Word } word] || word.Text != text || char.IsWhiteSpace(text[^1]) || char.IsWhiteSpace(text[0]);

    // Braces suffice where the text comes out of them as it is; else what has a meaning in it is escaped.
    private static string Quote(string text)
    {
        string quoted = $"{{{text}}}";
        if (SettingsLexer.Split(quoted) is [{ Kind: SettingsLexer.TokenKind.Group } group] && group.Text == text)
            return quoted;
        var escaped = new StringBuilder("{");
        int slashes = 0;
        foreach (char c in text)
        {
            if (c is '{' or '}' or '"' or '#')
                escaped.Append('\\', slashes + 1);
            slashes = c == '\\' ? slashes + 1 : 0;
            escaped.Append(c);
        }
        return escaped.Append('\\', slashes).Append('}').ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
