namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>What is predicted.</summary>
internal enum DataKind
{
    /// <summary>A number. The quality is R squared.</summary>
    Regression,

    /// <summary>One of two classes. The quality is the area under the ROC curve.</summary>
    Binary,

    /// <summary>One of several classes. The quality is the accuracy.</summary>
    Multiclass,
}
