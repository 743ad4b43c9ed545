using System.Globalization;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>The options of the program.</summary>
/// <param name="Model">The file of the network: safetensors, or a model zip of ML.NET.</param>
internal sealed record ScoringOptions(string Model)
{
    /// <summary>The help text.</summary>
    public const string Help = """
        Scores rows with a network, without ML.NET. Writes a line for each row: the label, if the network ends in a softmax, and the scores.

        Usage: AotScoring MODEL [ROWS] [options]

          MODEL            a network in safetensors, or a model zip of ML.NET with a network in it
          ROWS             lines of numbers with commas between them, or the pictures of an IDX file; by default lines from the standard input

          --network N      which network of a model zip, counted from 0 in the order of the pipeline; needed only if there are several
          --scale S        multiplies each value by a number or a fraction, as the pipeline did: 1/255 for the model of the sample Digits; by default 1
          --labels A,B,... the names of the classes; by default their numbers, from 0 on
          --times          writes to the error output how long loading, the first score and each score took
          --help           writes this text
        """;

    /// <summary>The file of the rows; null for the standard input.</summary>
    public string? Rows { get; private init; }

    /// <summary>Which network of a model zip, counted from 0; null for the only one.</summary>
    public int? Network { get; private init; }

    /// <summary>The number that each value is multiplied by.</summary>
    public float Scale { get; private init; } = 1;

    /// <summary>The names of the classes; empty for their numbers.</summary>
    public string[] Labels { get; private init; } = [];

    /// <summary>Whether to write how long loading and the first score took.</summary>
    public bool ShowsTimes { get; private init; }

    /// <summary>Reads a command line. Returns null if it asks for the help text.</summary>
    /// <exception cref="ArgumentException">The command line is not valid. The message says what is accepted.</exception>
    public static ScoringOptions? Parse(IReadOnlyList<string> arguments)
    {
        List<string> files = [];
        ScoringOptions options = new("");
        for (int i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            switch (arguments[i])
            {
                case "--help" or "-h" or "-?":
                    return null;
                case "--network":
                    options = options with { Network = ParseIndex(Value()) };
                    break;
                case "--scale":
                    options = options with { Scale = ParseScale(Value()) };
                    break;
                case "--labels":
                    options = options with { Labels = Value().Split(',') };
                    break;
                case "--times":
                    options = options with { ShowsTimes = true };
                    break;
                case ['-', ..] option:
                    throw new ArgumentException($"There is no option '{option}': --help lists them.");
                case string file:
                    files.Add(file.Length > 0 ? file : throw new ArgumentException("The path of a file is empty."));
                    break;
            }
        }

        return files.Count is 1 or 2
            ? options with { Model = files[0], Rows = files.ElementAtOrDefault(1) }
            : throw new ArgumentException($"{files.Count} files are named; accepted: the model and, if not from the standard input, the rows. See --help.");
    }

    private static int ParseIndex(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        ? index
        : throw new ArgumentException($"--network is '{text}'; accepted: a whole number from 0 on.");

    private static float ParseScale(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return TryParse(slash < 0 ? text : text[..slash], out float scale) && TryParse(slash < 0 ? "1" : text[(slash + 1)..], out float divisor)
            && float.IsFinite(scale / divisor) && scale != 0
            ? scale / divisor
            : throw new ArgumentException($"--scale is '{text}'; accepted: a number or a fraction such as 1/255, finite and not 0.");
    }

    private static bool TryParse(string text, out float number) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
