using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Data;

/// <summary>
/// Options for reading labelled texts from a file of separated values. Whatever is not set is found out from the whole file; what was
/// found is in <see cref="TextFileFormat"/>.
/// </summary>
public sealed record TextFileOptions
{
    private const string AcceptedSeparators = "any character but a quotation mark, a carriage return, a line feed and NUL";

    /// <summary>The character between the fields of a line. Default null: a tab, a comma, a semicolon or a vertical bar, whichever
    /// divides all lines into the same number of fields, at least two.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is a quotation mark, a line break or NUL.</exception>
    public char? Separator
    {
        get;
        init => field = value is not ('"' or '\r' or '\n' or '\0') ? value : throw new ArgumentOutOfRangeException(
            nameof(Separator), value, $"{nameof(Separator)} is U+{(int)value:X4}; accepted: {AcceptedSeparators}.");
    }

    /// <summary>
    /// Whether fields may be quoted as in RFC 4180: in a quoted field, separators and line breaks are part of the value, and a doubled
    /// quotation mark is a single one. If false, quotation marks are part of the value. Default null: true if the file keeps to these
    /// rules. If it can also be read without them, as other records, it is read without them where a tab separates the fields.
    /// </summary>
    public bool? HasQuotes { get; init; }

    /// <summary>Whether the first record has the names of the columns. Default null: true unless the first record has a label in the
    /// label column.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The name of the text column, or its one-based number: a whole number up to the number of columns is that of a
    /// column. Letter case does not matter. Default null: of the columns other than the label column, one with a usual name, such as
    /// text or review, if there is one; of those, the one with the longest texts.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? TextColumn { get; init => field = value is null ? null : Guard.Name(value); }

    /// <summary>The name of the label column, or its one-based number: a whole number up to the number of columns is that of a
    /// column. Letter case does not matter. Default null: the only column with labels in all records.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? LabelColumn { get; init => field = value is null ? null : Guard.Name(value); }

    /// <summary>
    /// The label of positive texts. Set <see cref="NegativeLabel"/> too. Letter case and spaces around a label do not matter, and numbers
    /// are compared as numbers. Default null: 1 and 0, 1 and -1, true and false, positive and negative, pos and neg, spam and ham, yes and
    /// no, t and f, or y and n, whichever pair the column has.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? PositiveLabel { get; init => field = value is null ? null : Guard.Name(value).Trim(); }

    /// <summary>The label of negative texts. See <see cref="PositiveLabel"/>.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? NegativeLabel { get; init => field = value is null ? null : Guard.Name(value).Trim(); }

    /// <summary>If set, labels are numbers, such as stars, and texts with this number or a larger one are positive, all others negative.
    /// Default null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double? Threshold
    {
        get;
        init => field = value is double number ? Guard.Accept(double.IsFinite(number), number, nameof(Threshold), "finite numbers") : null;
    }

    /// <summary>The encoding of the file. A byte order mark at its start takes precedence. Bytes that are not text in the encoding are
    /// refused. Default null: UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    internal void Check()
    {
        if (PositiveLabel is null != NegativeLabel is null)
        {
            throw new ArgumentException($"{nameof(PositiveLabel)} and {nameof(NegativeLabel)} must be set together.");
        }

        if (PositiveLabel is not null && Threshold is not null)
        {
            throw new ArgumentException($"{nameof(Threshold)} cannot be combined with {nameof(PositiveLabel)} and {nameof(NegativeLabel)}.");
        }

        if (PositiveLabel is not null && LabelRule.AreSame(PositiveLabel, NegativeLabel!))
        {
            throw new ArgumentException($"{nameof(PositiveLabel)} and {nameof(NegativeLabel)} are the same, '{PositiveLabel}'.");
        }
    }
}
