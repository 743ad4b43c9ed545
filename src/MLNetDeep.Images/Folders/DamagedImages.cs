namespace MLNetDeep.Data;

/// <summary>What a loader does with image files that cannot be decoded.</summary>
public enum DamagedImages
{
    /// <summary>Reading such an image throws an exception that names the file and the problem.</summary>
    Error = 0,

    /// <summary>There is no row for such a file. The log of the MLContext has a warning that names the files.</summary>
    Skip = 1,
}
