using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep.Data;

/// <summary>A rule that says which values of a label column are positive, and which negative.</summary>
internal abstract record LabelRule
{
    // All known pairs, the positive one first. A column has to keep to one of them: in a column of 1, 0 and -1, the 0 means neither.
    private static readonly ImmutableArray<LabelRule> s_known =
    [
        new Pair("1", "0"), new Pair("1", "-1"), new Pair("true", "false"), new Pair("positive", "negative"), new Pair("pos", "neg"),
        new Pair("spam", "ham"), new Pair("yes", "no"), new Pair("t", "f"), new Pair("y", "n"),
    ];

    /// <summary>A description of the accepted values, such as "1 or 0"; the positive one comes first.</summary>
    public abstract string Accepted { get; }

    /// <summary>The value or values that are positive.</summary>
    public abstract string Positive { get; }

    /// <summary>The value or values that are negative.</summary>
    public abstract string Negative { get; }

    /// <summary>Returns the rules that the options allow.</summary>
    public static ImmutableArray<LabelRule> Allowed(TextFileOptions options) =>
        options.Threshold is double threshold ? [new AtLeast(threshold)]
        : options is { PositiveLabel: string positive, NegativeLabel: string negative } ? [new Pair(positive, negative)]
        : s_known;

    /// <summary>Returns whether two labels are the same text or the same number.</summary>
    public static bool AreSame(string first, string second) =>
        first.Equals(second, StringComparison.OrdinalIgnoreCase) || (ParseNumber(first) is double number && number == ParseNumber(second));

    /// <summary>Describes all values that one of the rules accepts.</summary>
    public static string Describe(ImmutableArray<LabelRule> rules) => string.Join("; ", rules.Select(rule => rule.Accepted));

    /// <summary>Returns true for a positive value, false for a negative one, and null for any other.</summary>
    public abstract bool? Parse(string value);

    private static double? ParseNumber(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    // Two values. Letter case and spaces around them do not matter, and numbers are compared as numbers: 1.0 is 1.
    private sealed record Pair(string Positive, string Negative) : LabelRule
    {
        private readonly double? _positive = ParseNumber(Positive);
        private readonly double? _negative = ParseNumber(Negative);

        public override string Positive { get; } = Positive;

        public override string Negative { get; } = Negative;

        public override string Accepted => $"{Positive} or {Negative}";

        public override bool? Parse(string value)
        {
            ReadOnlySpan<char> trimmed = value.AsSpan().Trim();
            bool isPositive = trimmed.Equals(Positive, StringComparison.OrdinalIgnoreCase);
            if (isPositive || trimmed.Equals(Negative, StringComparison.OrdinalIgnoreCase))
            {
                return isPositive;
            }

            double? number = _positive is null && _negative is null ? null : ParseNumber(value);
            return number is null ? null
                : number == _positive ? true
                : number == _negative ? false
                : null;
        }
    }

    // Numbers, such as stars: positive from a threshold on.
    private sealed record AtLeast(double Threshold) : LabelRule
    {
        public override string Positive => string.Create(CultureInfo.InvariantCulture, $"{Threshold} or more");

        public override string Negative => string.Create(CultureInfo.InvariantCulture, $"less than {Threshold}");

        public override string Accepted => "a number";

        public override bool? Parse(string value) => ParseNumber(value) is double number ? number >= Threshold : null;
    }
}
