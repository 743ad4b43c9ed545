using System.Collections.Immutable;

namespace MLNetDeep.Samples;

/// <summary>How far a run is.</summary>
/// <param name="Activity">What is being done, such as "epoch 3/10".</param>
/// <param name="Fraction">The part that is done, from 0 to 1; null if it is unknown.</param>
/// <param name="Details">Counts and results, such as "loss 0.1234"; the most important first.</param>
/// <param name="Rate">The speed, such as "1,234 batches/s"; empty if it is unknown.</param>
/// <param name="Left">The time left at the speed so far; null if it is unknown.</param>
internal sealed record ProgressState(
    string Activity, double? Fraction, ImmutableArray<string> Details, string Rate = "", TimeSpan? Left = null)
{
    /// <summary>What separates the values of a state on a terminal.</summary>
    public const string Separator = "  ";

    /// <summary>Creates a state of which nothing but the activity is known.</summary>
    public ProgressState(string activity) : this(activity, Fraction: null, Details: [])
    {
    }

    /// <summary>Returns the state as a sentence.</summary>
    public string ToLine()
    {
        string line = Join(", ", Details).Replace(Separator, ", ", StringComparison.Ordinal);
        return char.ToUpperInvariant(line[0]) + line[1..];
    }

    /// <summary>Returns the state as text of at most so many characters, with as many of the details as fit.</summary>
    public string ToText(int width)
    {
        for (int count = Details.Length; count > 0; count--)
        {
            if (Join(Separator, Details[..count]) is { } text && text.Length <= width)
            {
                return text;
            }
        }

        string shortest = Join(Separator, []);
        return shortest[..Math.Clamp(width, 0, shortest.Length)];
    }

    private string Join(string separator, ImmutableArray<string> details) =>
        string.Join(separator, ((string[])[Activity, .. details, Rate, LeftText()]).Where(part => part.Length > 0));

    private string LeftText() => Left switch
    {
        null => "",
        { TotalHours: >= 1 } left => $"{Math.Floor(left.TotalHours):F0}:{left:mm\\:ss} left",
        { } left => $"{left:m\\:ss} left",
    };
}
