namespace MLNetDeep.Neural.Randomness;

/// <summary>What random numbers are drawn for; each use has its own sequence, so that one cannot disturb another.</summary>
internal enum RandomStream
{
    /// <summary>Initial weights; numbered by the parameter's position.</summary>
    Initialization = 1,

    /// <summary>The order of rows; numbered by the epoch.</summary>
    Shuffling = 2,

    /// <summary>Dropout masks; numbered by the layer's position.</summary>
    Dropout = 3,
}
