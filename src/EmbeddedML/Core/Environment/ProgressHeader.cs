namespace Microsoft.ML.Runtime;

/// <summary>The names of what a progress channel counts.</summary>
public sealed class ProgressHeader
{
    /// <summary>The metrics, such as a loss.</summary>
    public readonly IReadOnlyList<string> MetricNames;

    /// <summary>The units of progress, such as rows, the coarsest first.</summary>
    public readonly IReadOnlyList<string> UnitNames;

    /// <summary>Makes a header with units and no metrics.</summary>
    public ProgressHeader(params string[] unitNames) : this(null, unitNames)
    {
    }

    /// <summary>Makes a header.</summary>
    public ProgressHeader(string[]? metricNames, string[]? unitNames)
    {
        MetricNames = metricNames ?? [];
        UnitNames = unitNames ?? [];
    }
}
