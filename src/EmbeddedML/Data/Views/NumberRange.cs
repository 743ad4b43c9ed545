namespace Microsoft.ML.Data;

/// <summary>A range of numbers whose lower end is always part of it. NaN is neither in a range nor outside of it.</summary>
internal readonly record struct NumberRange(double Minimum, double Maximum, bool IncludesMaximum)
{
    public bool Contains(double value) => value >= Minimum && (IncludesMaximum ? value <= Maximum : value < Maximum);

    public bool Excludes(double value) => value < Minimum || (IncludesMaximum ? value > Maximum : value >= Maximum);
}
