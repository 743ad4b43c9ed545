namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Rows of logits, each with the class that is right, and room for what a loss makes of them.</summary>
internal readonly unsafe ref struct LabelledRows
{
    /// <summary>How many rows there may be.</summary>
    public const int Most = 64;

    /// <summary>Rows of whole lines; the padding may be anything.</summary>
    public required float* Logits { get; init; }

    /// <summary>Receives the gradients of the loss by the logits, with padding 0; may be <see cref="Logits"/>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>From one row to the next, of both.</summary>
    public required int Stride { get; init; }

    /// <summary>The number of classes, without padding.</summary>
    public required int Classes { get; init; }

    /// <summary>The class of each row, below <see cref="Classes"/>; there are as many rows as these, up to <see cref="Most"/>.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>What each row's gradient is multiplied by.</summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>Receives the loss of each row, not scaled.</summary>
    public required Span<float> Losses { get; init; }

    /// <summary>Receives the class with the largest logit, of equal ones the lowest; -1 where the loss is NaN.</summary>
    public required Span<int> Predicted { get; init; }
}
