namespace MLNetDeep.Neural.Cpu;

/// <summary>Rows of a batch, to be judged together.</summary>
internal readonly unsafe ref struct LossRows
{
    /// <summary>Where the rows are in the data.</summary>
    public required ReadOnlySpan<int> Places { get; init; }

    /// <summary>What each row's loss is multiplied by.</summary>
    public required ReadOnlySpan<float> Weights { get; init; }

    /// <summary>What each row's gradient is multiplied by: its weight over the number of rows in the batch.</summary>
    public required ReadOnlySpan<float> Scales { get; init; }

    /// <summary>The last layer's values: rows of whole lines.</summary>
    public required float* Output { get; init; }

    /// <summary>Receives the gradient, with padding 0; may be <see cref="Output"/>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>From one row to the next, of both.</summary>
    public required int Stride { get; init; }

    /// <summary>How many values a row has, without padding.</summary>
    public required int Columns { get; init; }

    /// <summary>How many rows there are.</summary>
    public int Count => Places.Length;
}
