namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Rows of logits with their correct classes, and the destinations for their losses and gradients.</summary>
internal readonly unsafe ref struct LabelledRows
{
    /// <summary>The maximum number of rows.</summary>
    public const int MaxRows = 64;

    /// <summary>Each row is padded to a whole number of cache lines; the padding may hold any values.</summary>
    public required float* Logits { get; init; }

    /// <summary>
    /// Receives the gradients of the loss with respect to the logits; the padding is set to 0. May equal <see cref="Logits"/>.
    /// </summary>
    public required float* Gradient { get; init; }

    /// <summary>The row stride of <see cref="Logits"/> and <see cref="Gradient"/>, in floats.</summary>
    public required int Stride { get; init; }

    /// <summary>The number of classes, without padding.</summary>
    public required int Classes { get; init; }

    /// <summary>
    /// The correct class of each row, below <see cref="Classes"/>. The length is the number of rows, up to <see cref="MaxRows"/>.
    /// </summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The factor by which each row's gradient is multiplied.</summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>Receives the loss of each row, not multiplied by the factor.</summary>
    public required Span<float> Losses { get; init; }

    /// <summary>Receives the class with the largest logit of each row, the first on ties; -1 if the loss is NaN.</summary>
    public required Span<int> Predicted { get; init; }
}
