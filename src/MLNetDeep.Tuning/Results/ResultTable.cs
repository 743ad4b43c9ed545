using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Tuning;

/// <summary>The table of a search's trials, best first, those without a value last.</summary>
internal sealed class ResultTable
{
    private readonly ImmutableArray<string> _header;
    private readonly ImmutableArray<ImmutableArray<string>> _rows;

    public ResultTable(TuningResult result, int count)
    {
        Guard.Positive(count, nameof(count));
        bool hasEpochs = result.Trials.Any(trial => trial.Epochs is not null);
        bool hasFailures = result.Trials.Any(trial => trial.Failure is not null);
        _header =
        [
            "trial", result.Metric.Name, .. hasEpochs ? ["epochs"] : (string[])[], "seconds",
            .. result.Parameters.Select(parameter => parameter.Name), .. hasFailures ? ["failure"] : (string[])[],
        ];
        _rows =
        [
            .. result.Trials.OrderBy(trial => double.IsNaN(trial.Value))
                .ThenBy(trial => result.Metric.Cost(trial.Value)).ThenBy(trial => trial.Number).Take(count)
                .Select(trial => (ImmutableArray<string>)
                [
                    Text(trial.Number), double.IsNaN(trial.Value) ? "" : trial.Value.ToString("0.0000##", CultureInfo.InvariantCulture),
                    .. hasEpochs ? [trial.Epochs is { } epochs ? Text(epochs) : ""] : (string[])[],
                    trial.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                    .. result.Parameters.Select(trial.TextOf),
                    .. hasFailures ? [OneLine(trial.Failure ?? "")] : (string[])[],
                ]),
        ];
    }

    public string ToText()
    {
        int[] widths = [.. _header.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max())];
        return string.Join('\n', _rows.Prepend(_header).Select(row => string.Join("  ", row.Select(Padded)).TrimEnd()));

        // A failure is a sentence and stands at the left; all else at the right.
        string Padded(string text, int column) =>
            _header[column] == "failure" && column == _header.Length - 1 ? text : text.PadLeft(widths[column]);
    }

    public string ToMarkdown()
    {
        StringBuilder table = new();
        foreach (ImmutableArray<string> row in _rows.Prepend([.. _header.Select(_ => "---")]).Prepend(_header))
        {
            table.Append("| ").AppendJoin(" | ", row.Select(text => text.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
