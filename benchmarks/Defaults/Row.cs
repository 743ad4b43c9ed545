using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>A row of a data set. One of the three labels is used.</summary>
internal sealed class Row
{
    /// <summary>The features, dense or sparse.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>The label of a regression.</summary>
    public float Number { get; set; }

    /// <summary>The label of a binary classification.</summary>
    public bool Flag { get; set; }

    /// <summary>The label of a multiclass classification: a key, counted from 1.</summary>
    public uint Class { get; set; }
}
