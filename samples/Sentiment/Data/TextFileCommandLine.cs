using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options for the format of a file of labelled texts.</summary>
internal sealed class TextFileCommandLine
{
    private static readonly Dictionary<string, char> s_separators = new()
    {
        ["tab"] = '\t',
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["bar"] = '|',
    };

    // Python's names for encodings that .NET calls otherwise.
    private static readonly Dictionary<string, string> s_encodingNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["latin-1"] = "latin1",
        ["iso8859-1"] = "latin1",
        ["utf8"] = "utf-8",
        ["utf-8-sig"] = "utf-8",
        ["utf16"] = "utf-16",
    };

    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "The name or number of the label column of the --tsv file. Default: the only column with a label in every row.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description =
            "The name or number of the text column of the --tsv file. Default: the column with the longest texts, except the label column.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _separator = new Option<string?>("--separator")
    {
        Description = "The character between the fields of the --tsv file. Default: the one that divides all lines into equally many fields.",
    }.AcceptOnlyFromAmong([.. s_separators.Keys]);

    private readonly Option<string?> _header = YesOrNo(
        "--header", "Whether the first line of the --tsv file has the names of the columns. Default: yes unless it has a label.");

    private readonly Option<string?> _quotes = YesOrNo(
        "--quotes", "Whether fields of the --tsv file may be quoted. Default: yes if the file can be read so.");

    private readonly Option<string?> _positive = new("--positive")
    {
        Description = "The label of positive texts in the --tsv file; needs --negative. Default: one of the usual pairs, such as 1 and 0, "
            + "1 and -1, true and false, positive and negative, pos and neg, or spam and ham.",
        HelpName = "LABEL",
    };

    private readonly Option<string?> _negative = new("--negative")
    {
        Description = "The label of negative texts in the --tsv file; needs --positive.",
        HelpName = "LABEL",
    };

    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "Labels of the --tsv file are numbers, such as stars, and positive from this one on.",
        HelpName = "X",
    };

    private readonly Option<Encoding?> _encoding = new("--encoding")
    {
        Description = "The encoding of the files of texts, such as latin1, windows-1252 or utf-16. Default: utf-8.",
        HelpName = "NAME",
        CustomParser = ParseEncoding,
    };

    /// <summary>The options by the names that the loader has for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
    [
        (nameof(TextFileOptions.LabelColumn), _labelColumn),
        (nameof(TextFileOptions.TextColumn), _textColumn),
        (nameof(TextFileOptions.Separator), _separator),
        (nameof(TextFileOptions.HasHeader), _header),
        (nameof(TextFileOptions.HasQuotes), _quotes),
        (nameof(TextFileOptions.PositiveLabel), _positive),
        (nameof(TextFileOptions.NegativeLabel), _negative),
        (nameof(TextFileOptions.Threshold), _threshold),
        (nameof(TextFileOptions.Encoding), _encoding),
    ];

    /// <summary>All options for the format of a file of labelled texts, except its encoding.</summary>
    public IReadOnlyList<Option> Options =>
        [_labelColumn, _textColumn, _separator, _header, _quotes, _positive, _negative, _threshold];

    /// <summary>The encoding of all files of texts.</summary>
    public Option<Encoding?> Encoding => _encoding;

    /// <summary>Converts the parsed command line to options for the loader.</summary>
    /// <exception cref="ArgumentException">A value is invalid, or options cannot be combined; the message names the options.</exception>
    public TextFileOptions Read(ParseResult result)
    {
        string? positive = result.GetValue(_positive);
        string? negative = result.GetValue(_negative);
        if (positive is null != negative is null)
        {
            throw new ArgumentException($"{_positive.Name} and {_negative.Name} must be set together.");
        }

        double? threshold = result.GetValue(_threshold);
        if (threshold is not null && positive is not null)
        {
            throw new ArgumentException($"{_threshold.Name} cannot be combined with {_positive.Name} and {_negative.Name}.");
        }

        return new TextFileOptions
        {
            LabelColumn = result.GetValue(_labelColumn),
            TextColumn = result.GetValue(_textColumn),
            Separator = result.GetValue(_separator) is string separator ? s_separators[separator] : null,
            HasHeader = IsYes(result.GetValue(_header)),
            HasQuotes = IsYes(result.GetValue(_quotes)),
            PositiveLabel = positive,
            NegativeLabel = negative,
            Threshold = threshold,
            Encoding = result.GetValue(_encoding),
        };
    }

    private static Option<string?> YesOrNo(string name, string description) =>
        new Option<string?>(name) { Description = description }.AcceptOnlyFromAmong("yes", "no");

    private static bool? IsYes(string? value) => value is null ? null : value == "yes";

    private static Encoding? ParseEncoding(ArgumentResult argument)
    {
        string name = argument.Tokens.Single().Value;
        string known = name.Replace('_', '-');
        known = s_encodingNames.GetValueOrDefault(known, known);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known) ?? System.Text.Encoding.GetEncoding(known);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            argument.AddError($"--encoding is '{name}'; accepted: the name of an encoding, such as utf-8, latin1, windows-1252 or utf-16.");
            return null;
        }
    }
}
