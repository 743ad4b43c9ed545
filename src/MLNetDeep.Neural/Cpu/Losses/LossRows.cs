namespace MLNetDeep.Neural.Cpu;

/// <summary>Rows of a batch whose loss is computed together.</summary>
internal readonly unsafe ref struct LossRows
{
    /// <summary>The index of each row in the data.</summary>
    public required ReadOnlySpan<int> DataRows { get; init; }

    /// <summary>The factor of each row's loss.</summary>
    public required ReadOnlySpan<float> Weights { get; init; }

    /// <summary>The factor of each row's gradient: its weight divided by the number of rows in the batch.</summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>The last layer's outputs, each row padded to whole cache lines.</summary>
    public required float* Output { get; init; }

    /// <summary>Receives the gradient, with zeros as padding; may be <see cref="Output"/>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>The distance between the starts of two rows of outputs or gradients, in values.</summary>
    public required int Stride { get; init; }

    /// <summary>The number of values in a row, without padding.</summary>
    public required int Columns { get; init; }

    /// <summary>The number of rows.</summary>
    public int Count => DataRows.Length;
}
