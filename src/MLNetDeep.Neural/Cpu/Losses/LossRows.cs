namespace MLNetDeep.Neural.Cpu;

/// <summary>A chunk of a batch's rows, whose losses are computed in one call.</summary>
internal readonly unsafe ref struct LossRows
{
    /// <summary>The index of each row in the data set.</summary>
    public required ReadOnlySpan<int> DataRows { get; init; }

    /// <summary>The factor by which each row's loss is multiplied.</summary>
    public required ReadOnlySpan<float> Weights { get; init; }

    /// <summary>
    /// The factor by which each row's gradient is multiplied: the row's weight divided by the number of rows in the batch.
    /// </summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>The last layer's outputs, each row padded to whole cache lines.</summary>
    public required float* Output { get; init; }

    /// <summary>Receives the gradient; the padding is set to 0. May equal <see cref="Output"/>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>The row stride of <see cref="Output"/> and <see cref="Gradient"/>, in floats.</summary>
    public required int Stride { get; init; }

    /// <summary>The number of outputs in a row, without padding.</summary>
    public required int Columns { get; init; }

    /// <summary>The number of rows.</summary>
    public int Count => DataRows.Length;
}
