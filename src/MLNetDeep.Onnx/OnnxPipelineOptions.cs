using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>Options of <see cref="OnnxModelExtensions"/>. Immutable.</summary>
public sealed record OnnxPipelineOptions
{
    /// <summary>The default of <see cref="Opset"/>, and the highest version that ML.NET's components write.</summary>
    public const int DefaultOpset = 12;

    /// <summary>The lowest version that ML.NET's components write.</summary>
    public const int LowestOpset = 9;

    /// <summary>The version of ONNX's standard operators: 9 to 12. Default: 12.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is outside this range.</exception>
    public int Opset
    {
        get;
        init => field = value is >= LowestOpset and <= DefaultOpset
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Opset), value, $"Opset must be from {LowestOpset} to {DefaultOpset} for a pipeline.");
    } = DefaultOpset;

    /// <summary>
    /// The column at which the exported part of the pipeline begins: the transformers up to the last one that makes this column are left
    /// out, and the column is an input of the graph. For pipelines that begin with texts: the column that BagOfWords or WordIndices makes.
    /// Default null: the whole pipeline.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// The columns that the graph has as outputs. Default empty: those of the last trainer in the pipeline and of the transformers after
    /// it; if there is no trainer, all columns that the pipeline makes.
    /// </summary>
    public ImmutableArray<string> Outputs { get; init; } = [];
}
