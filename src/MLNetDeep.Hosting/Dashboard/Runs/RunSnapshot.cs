namespace MLNetDeep.Hosting;

/// <summary>A run at one moment. Immutable, so that any thread may read it while the training goes on.</summary>
internal sealed record RunSnapshot
{
    /// <summary>What the run is doing. Never <see cref="RunState.Stopping"/>, which <see cref="Run.State"/> adds.</summary>
    public required RunState State { get; init; }

    /// <summary>A sentence about the end of the run; null while it trains.</summary>
    public string? Message { get; init; }

    /// <summary>How far the run has come.</summary>
    public required RunPosition Position { get; init; }

    /// <summary>The time since the run began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time that the remaining batches will take at the mean rate so far; null if their number is unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The fraction of all batches that is done, from 0 to 1; null if their number is unknown.</summary>
    public double? Done { get; init; }

    /// <summary>The batches per second: of the last second or so while the run trains, then of the whole run.</summary>
    public required double BatchesPerSecond { get; init; }

    /// <summary>The rows per second over the same time.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The completed epochs: all of them, or every second, fourth and so on of a very long run.</summary>
    public required SeriesView<EpochPoint> Epochs { get; init; }

    /// <summary>The last completed epoch; null before the end of the first.</summary>
    public EpochPoint? LastEpoch { get; init; }

    /// <summary>The losses of batches, or of groups of successive batches.</summary>
    public required SeriesView<BatchPoint> Points { get; init; }

    /// <summary>The best epoch so far; null if there is none.</summary>
    public BestEpoch? Best { get; init; }
}
