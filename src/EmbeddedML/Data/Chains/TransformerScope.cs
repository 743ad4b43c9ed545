namespace Microsoft.ML.Data;

/// <summary>When a transformer of a chain is applied.</summary>
[Flags]
public enum TransformerScope
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>When the chain is fitted.</summary>
    Training = 1 << 0,

    /// <summary>When a model is tested.</summary>
    Testing = 1 << 1,

    /// <summary>When a model is used.</summary>
    Scoring = 1 << 2,

    /// <summary>When the chain is fitted or a model is tested.</summary>
    TrainTest = Training | Testing,

    /// <summary>Always.</summary>
    Everything = Training | Testing | Scoring,
}
