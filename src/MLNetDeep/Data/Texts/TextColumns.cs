using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetDeep.Data;

/// <summary>Finds the label column and the text column of a file, and whether the first record is a header.</summary>
internal sealed partial class TextColumns(string path, TextFileOptions options)
{
    private const string OtherLabels =
        $"For other labels set {nameof(TextFileOptions.PositiveLabel)} and {nameof(TextFileOptions.NegativeLabel)}, "
        + $"or for numbers, such as stars, {nameof(TextFileOptions.Threshold)}.";

    // Names of columns break a tie between two columns that could both be the label, or between a header and a row.
    private static readonly HashSet<string> s_labelNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "label", "labels", "class", "category", "sentiment", "target", "polarity", "rating", "star", "stars", "score", "spam", "y", "v1",
    };

    private static readonly HashSet<string> s_textNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "texts", "review", "reviews", "sentence", "message", "sms", "comment", "tweet", "content", "body", "phrase", "document", "v2",
    };

    // pandas writes the index of its rows as a column without a name, and reads it back as "Unnamed: 0".
    private static readonly HashSet<string> s_indexNames = new(StringComparer.OrdinalIgnoreCase) { "", "index" };

    /// <summary>Returns a value cut to a length that suits a message.</summary>
    public static string Shorten(string value)
    {
        const int MaxLength = 40;
        return value.Length <= MaxLength ? value : $"{value[..MaxLength]}...";
    }

    /// <summary>Returns whether the options name a column other than by number. Then the first record must be a header.</summary>
    /// <exception cref="InvalidDataException">The first record does not have the name.</exception>
    public bool AreIn(string[] first)
    {
        bool isNamed = false;
        foreach ((string? name, string option) in Named())
        {
            if (name is not null && !TryParseNumber(name, first.Length, out _))
            {
                Find(name, option, first, first.Length);
                isNamed = true;
            }
        }

        return isNamed;
    }

    /// <summary>Returns the zero-based numbers of the label column and the text column.</summary>
    /// <param name="columns">What the rows have in each column.</param>
    /// <param name="header">The first record if it may be a header; otherwise empty.</param>
    /// <exception cref="InvalidDataException">There is no such column, or there are several.</exception>
    public (int Label, int Text) Find(ColumnScan[] columns, string[] header)
    {
        int? named = Find(options.LabelColumn, nameof(options.LabelColumn), header, columns.Length);
        int label = named ?? FindLabel(columns, header);
        if (columns[label].FirstOther is (long line, string value, string accepted))
        {
            throw new InvalidDataException(
                $"'{path}' at line {line}: the label in {Name(header, label)} is '{Shorten(value)}', but {accepted} is needed. {OtherLabels}");
        }

        int text = Find(options.TextColumn, nameof(options.TextColumn), header, columns.Length) ?? FindText(columns, header, label);
        return text != label ? (label, text) : throw new InvalidDataException(
            $"'{path}': {Name(header, label)} cannot be both the label and the text column.");
    }

    /// <summary>Returns whether the first record is a header: it has no label, or the usual name of a text column.</summary>
    /// <exception cref="InvalidDataException">The first record has neither a label nor the form of a header.</exception>
    public bool IsHeader(string[] first, long line, LabelRule rule, int label, int text)
    {
        if (rule.Parse(first[label]) is not null)
        {
            return s_textNames.Contains(first[text].Trim());
        }

        return Array.TrueForAll(first, IsLikeName) ? true : throw new InvalidDataException(
            $"'{path}' at line {line}: the label is '{Shorten(first[label])}', but {rule.Accepted} is needed, and the line does not look like "
            + $"a header. If it is one, set {nameof(options.HasHeader)}. {OtherLabels}");
    }

    private static bool IsLikeName(string value) =>
        value.Length <= 40 && value.Count(c => c == ' ') < 4 && !value.EndsWith('.') && !value.EndsWith('!') && !value.EndsWith('?')
        && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static int FindText(ColumnScan[] columns, string[] header, int label)
    {
        int[] others = [.. Enumerable.Range(0, columns.Length).Where(i => i != label)];
        int[] named = Array.FindAll(others, i => header.Length > 0 && s_textNames.Contains(header[i].Trim()));
        return (named.Length > 0 ? named : others).MaxBy(i => columns[i].Length);
    }

    private int FindLabel(ColumnScan[] columns, string[] header)
    {
        int[] labels = [.. Enumerable.Range(0, columns.Length).Where(i => columns[i].Rule is not null && !IsIndex(i))];
        labels = Prefer(labels, i => header.Length > 0 && s_labelNames.Contains(header[i].Trim()));
        labels = Prefer(labels, i => columns[i].HasBothClasses);
        if (labels.Length > 1)
        {
            throw new InvalidDataException(
                $"'{path}' has a label in every row of several columns, {string.Join(", ", labels.Select(i => Name(header, i)))}; choose one with "
                + $"{nameof(options.LabelColumn)}.");
        }

        if (labels.Length == 1)
        {
            CheckGuess(columns, header, labels[0]);
            return labels[0];
        }

        IEnumerable<string> reasons = Enumerable.Range(0, columns.Length).Select(i => columns[i].FirstOther is (long line, string value, _)
            ? $"{Name(header, i)} has '{Shorten(value)}' on line {line}"
            : $"{Name(header, i)} has the numbers of the rows");
        throw new InvalidDataException(
            $"'{path}' has no column with a label in every row: {string.Join(", ", reasons)}. Accepted: "
            + $"{LabelRule.Describe(LabelRule.Allowed(options))}. {OtherLabels}");

        int[] Prefer(int[] all, Predicate<int> isBetter) => Array.Exists(all, isBetter) ? Array.FindAll(all, isBetter) : all;

        bool IsIndex(int i) => columns[i].IsIndex && header.Length > 0 && IsIndexName(header[i].Trim());
    }

    // A column with labels need not be the label, such as one that says whether a purchase was verified.
    private void CheckGuess(ColumnScan[] columns, string[] header, int label)
    {
        string found = $"'{path}': {Name(header, label)} has a label in every row";
        string advice = $"choose the label with {nameof(options.LabelColumn)}";

        // If the first record has a label too, it is a row and has no names.
        bool? first = header.Length > 0 ? columns[label].RuleWith(header[label])!.Parse(header[label]) : null;
        int other = first is not null || (header.Length > 0 && IsLikeLabelName(header[label])) ? -1 : Array.FindIndex(header, IsLikeLabelName);
        if (other >= 0 && columns[other].FirstOther is (long line, string value, _))
        {
            throw new InvalidDataException(
                $"{found}, but {Name(header, other)}, by its name the label, has '{Shorten(value)}' on line {line}; {advice}. {OtherLabels}");
        }

        bool hasBoth = columns[label].HasBothClasses || first == (columns[label].PositiveCount == 0);
        if (columns.Length > 2 && !hasBoth && !(header.Length > 0 && s_labelNames.Contains(header[label].Trim())))
        {
            throw new InvalidDataException($"{found}, but it has the same label in all rows; {advice}. {OtherLabels}");
        }
    }

    // A part of the name is that of a label column, as in star_rating.
    private static bool IsLikeLabelName(string name) => NameParts().Split(name).Any(s_labelNames.Contains);

    private static bool IsIndexName(string name) =>
        s_indexNames.Contains(name) || name.StartsWith("Unnamed: ", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})")]
    private static partial Regex NameParts();

    private int? Find(string? name, string option, string[] header, int count)
    {
        if (name is null)
        {
            return null;
        }

        if (TryParseNumber(name, count, out int number))
        {
            return number - 1;
        }

        int[] found = [.. Enumerable.Range(0, header.Length).Where(i => header[i] == name)];
        if (found.Length == 0)
        {
            found = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))];
        }

        string columns = header.Length == 0 ? $"there is no header, so columns have the numbers 1 to {count}"
            : $"the columns are {string.Join(", ", header.Select(n => $"'{Shorten(n)}'"))}";
        return found.Length switch
        {
            0 => throw new InvalidDataException($"'{path}' has no column '{name}' for {option}; {columns}."),
            1 => found[0],
            _ => throw new InvalidDataException(
                $"'{path}' has several columns '{name}', {string.Join(", ", found.Select(i => i + 1))}; set {option} to one of these numbers."),
        };
    }

    private static bool TryParseNumber(string name, int count, out int number) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= count;

    private static string Name(string[] header, int column) =>
        header.Length > 0 && header[column].Length > 0 ? $"column '{Shorten(header[column])}'" : $"column {column + 1}";

    private IEnumerable<(string? Name, string Option)> Named() =>
        [(options.LabelColumn, nameof(options.LabelColumn)), (options.TextColumn, nameof(options.TextColumn))];
}
