namespace Microsoft.ML.Data;

/// <summary>A range of numbers whose lower end is always part of it. NaN is in no range.</summary>
internal readonly record struct NumberRange(double Minimum, double Maximum, bool IncludesMaximum)
{
    public bool Contains(double value) => value >= Minimum && (IncludesMaximum ? value <= Maximum : value < Maximum);
}
