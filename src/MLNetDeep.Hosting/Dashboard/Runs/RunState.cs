namespace MLNetDeep.Hosting;

/// <summary>What a run is doing, or how it ended.</summary>
internal enum RunState
{
    /// <summary>It trains.</summary>
    Running,

    /// <summary>It trains, and will stop after the current batch.</summary>
    Stopping,

    /// <summary>It ended by itself.</summary>
    Ended,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>Its loss or weights became NaN or infinite.</summary>
    Diverged,

    /// <summary>An exception ended it.</summary>
    Failed,
}
