using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Tuning;

/// <summary>The first line of a journal: the format, and what the results of a search depend on.</summary>
/// <param name="Format">The format's name and version.</param>
/// <param name="Search">What the results depend on, by name.</param>
/// <param name="Parameters">The ranges of the parameters, by name.</param>
internal sealed record JournalHeader(string Format, OrderedDictionary<string, string> Search, OrderedDictionary<string, string> Parameters)
{
    public const string CurrentFormat = "MLNetDeep.Tuning 1";

    public static JournalHeader Create(TuningTask task)
    {
        TuningOptions options = task.Options;
        OrderedDictionary<string, string> search = new()
        {
            [nameof(options.Seed)] = options.Seed.ToString(CultureInfo.InvariantCulture),
            [nameof(options.Metric)] = options.Metric.Name,
            [nameof(options.Strategy)] = $"{options.Strategy}",
            [nameof(options.LabelColumnName)] = options.LabelColumnName,
            ["Data"] = Describe(task.Training),
            [nameof(options.ValidationData)] = options.ValidationData is null
                ? string.Create(CultureInfo.InvariantCulture, $"a fraction of {options.ValidationFraction}")
                : Describe(options.ValidationData),
        };
        if (!options.Strategy.MayGrow)
        {
            search[nameof(options.Trials)] = options.Trials.ToString(CultureInfo.InvariantCulture);
        }

        return new(CurrentFormat, search, new(task.Space.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Range))));
    }

    /// <summary>Returns what differs from another header, in words; empty if nothing does.</summary>
    /// <param name="current">The header of the current search.</param>
    public IEnumerable<string> Differences(JournalHeader current)
    {
        foreach ((string name, string value) in Search)
        {
            string? now = current.Search.GetValueOrDefault(name);
            if (now != value)
            {
                yield return $"{name} was {value} and is now {now ?? "missing"}";
            }
        }

        if (!Parameters.SequenceEqual(current.Parameters))
        {
            yield return $"the search space was {Text(Parameters)} and is now {Text(current.Parameters)}";
        }
    }

    private static string Text(OrderedDictionary<string, string> parameters) =>
        string.Join("; ", parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}"));

    private static string Describe(IDataView view)
    {
        string rows = view.GetRowCount() is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} rows of ") : "";
        return rows + string.Join(", ", view.Schema.Where(column => !column.IsHidden).Select(column => column.Name));
    }
}
