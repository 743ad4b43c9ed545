namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Finds the label and text columns of a tab-separated file and checks every line. ML.NET's text loader would not report errors: it reads
/// a missing field as an empty text and an invalid label as a missing value.
/// </summary>
internal static class TsvColumns
{
    public const char Separator = '\t';

    private const string LabelOption = "--label-column";
    private const string TextOption = "--text-column";

    /// <summary>Checks the file and returns the zero-based indices of the label column and the text column.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or a line is invalid; the message says which.</exception>
    public static (int Label, int Text) Find(string path, string? labelName, string? textName)
    {
        using StreamReader file = File.OpenText(path);
        string[] names = file.ReadLine()?.Split(Separator) ?? throw new InvalidDataException($"'{path}' is empty, but a header is needed.");
        if (names.Any(name => name.Contains('\uFFFD') || name.Contains('\0')))
        {
            throw new InvalidDataException($"'{path}' is not UTF-8 text; a compressed file must be unpacked first.");
        }

        if (names.Length < 2)
        {
            throw new InvalidDataException(
                $"'{path}' has no tab in its header, '{Shorten(names[0])}', but a label column and a text column are needed.");
        }

        int? namedLabel = IndexOfColumn(path, names, labelName, LabelOption);
        int? namedText = IndexOfColumn(path, names, textName, TextOption);

        (long Line, string Value)?[] firstNonBinary = new (long Line, string Value)?[names.Length];
        long[] totalLengths = new long[names.Length];
        long line = 1;
        while (file.ReadLine() is string row)
        {
            line++;
            if (row.Length == 0)
            {
                continue;
            }

            string[] fields = row.Split(Separator);
            if (fields.Length != names.Length)
            {
                throw new InvalidDataException(
                    $"'{path}' at line {line}: there are {fields.Length} fields, but the header has {names.Length}.");
            }

            for (int i = 0; i < fields.Length; i++)
            {
                totalLengths[i] += fields[i].Length;
                if (fields[i] is not ("0" or "1"))
                {
                    firstNonBinary[i] ??= (line, fields[i]);
                }
            }
        }

        if (line == 1)
        {
            throw new InvalidDataException($"'{path}' has a header, but no rows.");
        }

        int label = namedLabel ?? FindBinaryColumn(path, names, firstNonBinary);
        if (firstNonBinary[label] is { } invalid)
        {
            throw new InvalidDataException(
                $"'{path}' at line {invalid.Line}: the label in column '{names[label]}' is '{Shorten(invalid.Value)}', "
                + "but 1 or 0 is needed.");
        }

        int text = namedText ?? Enumerable.Range(0, names.Length).Where(i => i != label).MaxBy(i => totalLengths[i]);
        return text != label ? (label, text) : throw new InvalidDataException(
            $"'{path}': column '{names[label]}' cannot be both the label and the text column.");
    }

    private static int? IndexOfColumn(string path, string[] names, string? name, string option)
    {
        if (name is null)
        {
            return null;
        }

        int index = Array.IndexOf(names, name);
        return index >= 0
            ? index
            : throw new InvalidDataException(
                $"'{path}' has no column '{name}' for {option}; "
                + $"the columns are {string.Join(", ", names.Select(n => $"'{Shorten(n)}'"))}.");
    }

    private static int FindBinaryColumn(string path, string[] names, (long Line, string Value)?[] firstNonBinary)
    {
        int[] binary = [.. Enumerable.Range(0, names.Length).Where(i => firstNonBinary[i] is null)];
        if (binary.Length == 1)
        {
            return binary[0];
        }

        if (binary.Length > 1)
        {
            string candidates = string.Join(", ", binary.Select(i => $"'{names[i]}'"));
            throw new InvalidDataException($"'{path}' has several columns with only 0 and 1, {candidates}; choose one with {LabelOption}.");
        }

        IEnumerable<string> reasons = names.Zip(
            firstNonBinary, (name, other) => $"'{Shorten(name)}' has '{Shorten(other!.Value.Value)}' on line {other.Value.Line}");
        throw new InvalidDataException($"'{path}' has no column with only 0 and 1 for the label: {string.Join(", ", reasons)}.");
    }

    private static string Shorten(string value)
    {
        const int MaxLength = 30;
        return value.Length <= MaxLength ? value : $"{value[..MaxLength]}...";
    }
}
