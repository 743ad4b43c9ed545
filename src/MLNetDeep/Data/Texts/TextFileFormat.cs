using System.Globalization;
using System.Text;

namespace MLNetDeep.Data;

/// <summary>How a file of labelled texts was read, and what is in it.</summary>
public sealed record TextFileFormat
{
    /// <summary>The name of the encoding, such as utf-8.</summary>
    public required string Encoding { get; init; }

    /// <summary>The character between the fields of a line.</summary>
    public required char Separator { get; init; }

    /// <summary>Whether fields may be quoted; otherwise quotation marks are part of the texts.</summary>
    public required bool HasQuotes { get; init; }

    /// <summary>Whether the first record has the names of the columns; otherwise it is a row.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>The one-based number of the text column.</summary>
    public required int TextColumn { get; init; }

    /// <summary>The name of the text column; empty without a header.</summary>
    public required string TextColumnName { get; init; }

    /// <summary>The one-based number of the label column.</summary>
    public required int LabelColumn { get; init; }

    /// <summary>The name of the label column; empty without a header.</summary>
    public required string LabelColumnName { get; init; }

    /// <summary>The number of columns. Those that are neither the text nor the label column are not used.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>The labels of positive texts, such as "spam", or "4 or more".</summary>
    public required string PositiveLabel { get; init; }

    /// <summary>The labels of negative texts, such as "ham", or "less than 4".</summary>
    public required string NegativeLabel { get; init; }

    /// <summary>The number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The number of rows with a positive label.</summary>
    public required long PositiveCount { get; init; }

    /// <summary>The number of rows with an empty text. They are kept.</summary>
    public required long EmptyTextCount { get; init; }

    /// <summary>The number of empty lines between rows. They are skipped, and nothing else is.</summary>
    public required long BlankLineCount { get; init; }

    /// <summary>Returns a description in a few lines.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{RowCount} rows, {PositiveCount} of them positive");
        AppendIf(EmptyTextCount, " with an empty text");
        AppendIf(BlankLineCount, " empty lines skipped");
        text.Append($"; {Describe(Separator)} between the fields, {(HasQuotes ? "fields may be quoted" : "quotation marks are part of the text")}, ")
            .AppendLine($"{(HasHeader ? "a header in the first line" : "no header: the first line is a row")}, encoding {Encoding}.")
            .Append($"Label: {Column(LabelColumn, LabelColumnName)}, {PositiveLabel} is positive, {NegativeLabel} is negative. ")
            .Append($"Text: {Column(TextColumn, TextColumnName)}.");
        if (ColumnCount > 2)
        {
            IEnumerable<int> unused = Enumerable.Range(1, ColumnCount).Where(number => number != LabelColumn && number != TextColumn);
            text.Append($" Not used: column {string.Join(", ", unused)}.");
        }

        return text.ToString();

        void AppendIf(long count, string description)
        {
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $", {count}{description}");
            }
        }
    }

    /// <summary>Returns a character's name for a message.</summary>
    internal static string Describe(char separator) => separator switch
    {
        '\t' => "tab",
        ',' => "comma",
        ';' => "semicolon",
        '|' => "vertical bar",
        ' ' => "space",
        _ => $"'{separator}'",
    };

    private static string Column(int number, string name) => name.Length == 0 ? $"column {number}" : $"column {number}, '{name}'";
}
