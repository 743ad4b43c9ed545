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
            [nameof(options.Strategy)] = InvariantText.Of(options.Strategy),
            [nameof(options.LabelColumnName)] = options.LabelColumnName,
            ["Data"] = Describe(task.Data),
            [nameof(options.ValidationData)] = options.ValidationData is null
                ? string.Create(CultureInfo.InvariantCulture, $"a fraction of {options.ValidationFraction}")
                : Describe(options.ValidationData),
        };
        if (!options.Strategy.MayGrow)
        {
            search[nameof(options.Trials)] = options.Trials.ToString(CultureInfo.InvariantCulture);
        }

        string Describe(IDataView view) => ViewDescription.Describe(view, options.LabelColumnName, options.Cancellation);
        return new(CurrentFormat, search, new(task.Space.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Range))));
    }

    /// <summary>Returns what differs from another header: its name, its text here, and its text there. Empty if nothing does.</summary>
    public IEnumerable<(string Name, string Here, string There)> Differences(JournalHeader other)
    {
        foreach ((string name, string value) in Search)
        {
            string? there = other.Search.GetValueOrDefault(name);
            if (there != value)
            {
                yield return (name, value, there ?? "missing");
            }
        }

        if (!Parameters.SequenceEqual(other.Parameters))
        {
            yield return ("the search space", Text(Parameters), Text(other.Parameters));
        }
    }

    private static string Text(OrderedDictionary<string, string> parameters) =>
        string.Join("; ", parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}"));
}
