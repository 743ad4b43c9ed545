using Microsoft.ML.Data;

namespace MLNetDeepPipeline;

/// <summary>A row of the CSV file.</summary>
public sealed class House
{
    /// <summary>Square metres; NaN if missing.</summary>
    [LoadColumn(0)]
    public float Area { get; set; } = float.NaN;

    /// <summary>The year in which it was built; NaN if missing.</summary>
    [LoadColumn(1)]
    public float Year { get; set; } = float.NaN;

    [LoadColumn(2)]
    public string Town { get; set; } = "";

    /// <summary>The price, which the model predicts.</summary>
    [LoadColumn(3)]
    public float Price { get; set; }
}
