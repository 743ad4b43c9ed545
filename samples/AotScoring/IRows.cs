namespace MLNetDeep.Samples.AotScoring;

/// <summary>Rows that are read one after another.</summary>
internal interface IRows : IDisposable
{
    /// <summary>Where the current row is, for messages.</summary>
    string Place { get; }

    /// <summary>Reads the next row. Returns null at the end. The array may be the same one for all rows.</summary>
    /// <exception cref="InvalidDataException">The row is not valid. The message names its place.</exception>
    float[]? Read();
}
