using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep.Data;

/// <summary>What the rows of a file have in one column.</summary>
/// <param name="rules">The rules for labels that are allowed.</param>
internal sealed class ColumnScan(ImmutableArray<LabelRule> rules)
{
    private ImmutableArray<LabelRule> _rules = rules;
    private long? _indexOffset;
    private bool _isIndex = true;

    /// <summary>The rule by which all values are labels; null if a value is none.</summary>
    public LabelRule? Rule => _rules.IsEmpty ? null : _rules[0];

    /// <summary>Returns the rule by which all values and one more are labels; if it is none by any rule, <see cref="Rule"/>.</summary>
    public LabelRule? RuleWith(string value) => _rules.FirstOrDefault(rule => rule.Parse(value) is not null) ?? Rule;

    /// <summary>The first value that is not a label, or does not go with the labels before it. Null if there is none.</summary>
    public (long Line, string Value, string Accepted)? FirstOther { get; private set; }

    /// <summary>Whether the values are the numbers of the rows, as in pandas' index column.</summary>
    public bool IsIndex => _isIndex && _indexOffset is not null;

    /// <summary>The number of characters in all values.</summary>
    public long Length { get; private set; }

    /// <summary>The number of empty values.</summary>
    public long EmptyCount { get; private set; }

    /// <summary>The number of positive labels.</summary>
    public long PositiveCount { get; private set; }

    /// <summary>Whether there are labels of both classes.</summary>
    public bool HasBothClasses => Rule is not null && PositiveCount > 0 && PositiveCount < _count;

    private long _count;

    /// <summary>Adds the value of a row.</summary>
    /// <param name="value">The value.</param>
    /// <param name="line">The line on which the row starts.</param>
    /// <param name="row">The number of the row; rows are added in order, except the first of the file.</param>
    public void Add(string value, long line, long row)
    {
        _count++;
        Length += value.Length;
        EmptyCount += value.Length == 0 ? 1 : 0;
        if (_isIndex)
        {
            CheckIndex(value, row);
        }

        if (!_rules.IsEmpty)
        {
            ReadLabel(value, line);
        }
    }

    // All rules that are left agree on the values so far: no value is positive by one known rule and negative by another.
    private void ReadLabel(string value, long line)
    {
        ImmutableArray<LabelRule> left = _rules;
        bool? label = null;
        foreach (LabelRule rule in _rules)
        {
            if (rule.Parse(value) is bool parsed)
            {
                label = parsed;
            }
            else
            {
                left = left.Remove(rule);
            }
        }

        if (left.IsEmpty)
        {
            FirstOther = (line, value, LabelRule.Describe(_rules));
        }

        _rules = left;
        PositiveCount += label == true ? 1 : 0;
    }

    private void CheckIndex(string value, long row)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            _isIndex = false;
            return;
        }

        _indexOffset ??= number - row;
        _isIndex = number - row == _indexOffset;
    }
}
