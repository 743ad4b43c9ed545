using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Counts the rows that training cannot use, by the column that is the reason.</summary>
/// <param name="columns">The columns that training reads.</param>
internal sealed class SkippedRows(RowColumns columns)
{
    /// <summary>The number of rows without a label; for numbers, with a label that is NaN or infinite.</summary>
    public long Label { get; set; }

    /// <summary>The number of rows with a weight that is NaN or infinite.</summary>
    public long Weight { get; set; }

    /// <summary>The number of rows with a feature that is NaN or infinite.</summary>
    public long Features { get; set; }

    /// <summary>The number of skipped rows. A row counts once, for the first reason found.</summary>
    public long Total => Label + Weight + Features;

    /// <summary>Returns the sum over the ranks. All ranks must call this.</summary>
    /// <param name="exchange">The exchange; null without ranks.</param>
    public SkippedRows Sum(IGradientExchange? exchange)
    {
        if (exchange is null)
        {
            return this;
        }

        // Counts are exact as doubles.
        Span<double> counts = [Label, Weight, Features];
        exchange.Sum(counts);
        return new SkippedRows(columns) { Label = (long)counts[0], Weight = (long)counts[1], Features = (long)counts[2] };
    }

    /// <summary>Lists the reasons, such as <c>2 without a label in column 'Label'</c>.</summary>
    public override string ToString()
    {
        const string NotFinite = "that is NaN or infinite";
        string label = columns.Label.IsClass
            ? $"{Label} without a label in column '{columns.Label.Column.Name}'"
            : $"{Label} with a label in column '{columns.Label.Column.Name}' {NotFinite}";
        List<string> reasons = [];
        Add(Label, label);
        Add(Weight, $"{Weight} with a weight in column '{columns.Weight?.Name}' {NotFinite}");
        Add(Features, $"{Features} with a value in column '{columns.Features.Name}' {NotFinite}");
        return string.Join(", ", reasons);

        void Add(long count, string reason)
        {
            if (count > 0)
            {
                reasons.Add(reason);
            }
        }
    }
}
