namespace MLNetDeep.Data;

/// <summary>What a loader does with image files that cannot be decoded.</summary>
public enum DamagedImages
{
    /// <summary>The file has a row. Reading its image throws an exception that names the file and the problem.</summary>
    Error = 0,

    /// <summary>The file has no row. A warning in the log of the MLContext names the first ten of such files and counts the
    /// others.</summary>
    Skip = 1,
}
