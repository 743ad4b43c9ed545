namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Rows of logits with their correct classes, and the destinations for their losses and gradients.</summary>
internal readonly unsafe ref struct LabelledRows
{
    /// <summary>The maximum number of rows.</summary>
    public const int Most = 64;

    /// <summary>Rows of whole lines; the padding may hold any values.</summary>
    public required float* Logits { get; init; }

    /// <summary>Receives the gradients of the loss with respect to the logits, with padding 0; may be <see cref="Logits"/>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>The distance from one row to the next of both, in floats.</summary>
    public required int Stride { get; init; }

    /// <summary>The number of classes, without padding.</summary>
    public required int Classes { get; init; }

    /// <summary>The class of each row, below <see cref="Classes"/>; its length is the number of rows, up to <see cref="Most"/>.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The factor of each row's gradient.</summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>Receives the loss of each row, without the factor.</summary>
    public required Span<float> Losses { get; init; }

    /// <summary>Receives the class with the largest logit of each row, the first of equal ones; -1 where the loss is NaN.</summary>
    public required Span<int> Predicted { get; init; }
}
