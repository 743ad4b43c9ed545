namespace MLNetDeep.Hosting;

/// <summary>What the page is told about a run: its values now, and the parts of its series that the page does not have.</summary>
internal sealed record RunMessage
{
    public required int Run { get; init; }

    /// <summary>The name of a <see cref="RunState"/>, in lower case.</summary>
    public required string State { get; init; }

    public string? Message { get; init; }

    public string? SaveMessage { get; init; }

    public required bool CanSave { get; init; }

    /// <summary>The table of layers; only in the first message about a run.</summary>
    public string? Summary { get; init; }

    /// <summary>Names and values of options; only in the first message about a run.</summary>
    public IReadOnlyList<string[]>? Options { get; init; }

    public required int Epoch { get; init; }

    public required int Epochs { get; init; }

    public required long Batch { get; init; }

    public required long BatchesPerEpoch { get; init; }

    /// <summary>See <see cref="RunPosition.Loss"/>; null if it is not finite.</summary>
    public double? Loss { get; init; }

    public required double LearningRate { get; init; }

    public required double BatchesPerSecond { get; init; }

    public required double RowsPerSecond { get; init; }

    /// <summary>The time since the run began, in seconds.</summary>
    public required double Elapsed { get; init; }

    /// <summary>The time left, in seconds.</summary>
    public double? Remaining { get; init; }

    /// <summary>Whether early stopping may end the run before that time.</summary>
    public required bool MayEndEarly { get; init; }

    /// <summary>See <see cref="RunSnapshot.Done"/>.</summary>
    public double? Done { get; init; }

    public BestMessage? Best { get; init; }

    public required EpochMessage? LastEpoch { get; init; }

    public SeriesMessage<EpochMessage>? EpochSeries { get; init; }

    /// <summary>A point is [batches since the first epoch began, loss, learning rate].</summary>
    public SeriesMessage<double?[]>? PointSeries { get; init; }
}
