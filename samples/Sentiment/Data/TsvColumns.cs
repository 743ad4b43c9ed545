namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Finds the label and text columns of a tab-separated file and checks every line. The check is needed because ML.NET's text loader
/// reads a missing field as empty and an unreadable label as missing.
/// </summary>
internal static class TsvColumns
{
    public const char Separator = '\t';

    private const string LabelOption = "--label-column";
    private const string TextOption = "--text-column";

    /// <summary>The indices of the label column and the text column.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The columns are missing or a line is wrong; the message names the line.</exception>
    public static (int Label, int Text) Find(string path, string? labelName, string? textName)
    {
        using StreamReader file = File.OpenText(path);
        string[] names = file.ReadLine()?.Split(Separator) ?? throw new InvalidDataException($"'{path}' is empty; it needs a header.");
        if (names.Any(name => name.Contains('\uFFFD') || name.Contains('\0')))
        {
            throw new InvalidDataException($"'{path}' is not UTF-8 text; a compressed file must be unpacked first.");
        }

        if (names.Length < 2)
        {
            throw new InvalidDataException($"'{path}' has no tab in its header, '{Shown(names[0])}'; a label and a text are needed.");
        }

        int? givenLabel = Position(path, names, labelName, LabelOption);
        int? givenText = Position(path, names, textName, TextOption);

        (long Line, string Value)?[] firstOther = new (long Line, string Value)?[names.Length];
        long[] lengths = new long[names.Length];
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
                lengths[i] += fields[i].Length;
                if (fields[i] is not ("0" or "1"))
                {
                    firstOther[i] ??= (line, fields[i]);
                }
            }
        }

        if (line == 1)
        {
            throw new InvalidDataException($"'{path}' has a header, but no rows.");
        }

        int label = givenLabel ?? OnlyBinary(path, names, firstOther);
        if (firstOther[label] is { } other)
        {
            throw new InvalidDataException(
                $"'{path}' at line {other.Line}: the label in column '{names[label]}' is '{Shown(other.Value)}', but 1 or 0 is needed.");
        }

        int text = givenText ?? Enumerable.Range(0, names.Length).Where(i => i != label).MaxBy(i => lengths[i]);
        return text != label ? (label, text) : throw new InvalidDataException(
            $"'{path}': label and text are both in column '{names[label]}'.");
    }

    private static int? Position(string path, string[] names, string? name, string option)
    {
        if (name is null)
        {
            return null;
        }

        int position = Array.IndexOf(names, name);
        return position >= 0
            ? position
            : throw new InvalidDataException(
                $"'{path}' has no column '{name}' for {option}, only {string.Join(", ", names.Select(n => $"'{Shown(n)}'"))}.");
    }

    private static int OnlyBinary(string path, string[] names, (long Line, string Value)?[] firstOther)
    {
        int[] binary = [.. Enumerable.Range(0, names.Length).Where(i => firstOther[i] is null)];
        if (binary.Length == 1)
        {
            return binary[0];
        }

        if (binary.Length > 1)
        {
            string candidates = string.Join(", ", binary.Select(i => $"'{names[i]}'"));
            throw new InvalidDataException($"'{path}' has several columns of 0 and 1, {candidates}; choose one with {LabelOption}.");
        }

        IEnumerable<string> others = names.Zip(
            firstOther, (name, other) => $"'{Shown(name)}' has '{Shown(other!.Value.Value)}' on line {other.Value.Line}");
        throw new InvalidDataException($"'{path}' has no column of 0 and 1 for the label: {string.Join(", ", others)}.");
    }

    private static string Shown(string value)
    {
        const int Longest = 30;
        return value.Length <= Longest ? value : $"{value[..Longest]}...";
    }
}
