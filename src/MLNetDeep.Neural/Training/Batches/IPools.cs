namespace MLNetDeep.Neural.Training;

/// <summary>Reads the pools of a stream, pass by pass, ahead of the training.</summary>
internal interface IPools : IDisposable
{
    /// <summary>Whether the end of the pass has been reached; does not wait.</summary>
    bool HasEnded { get; }

    /// <summary>Starts to read a pass, unless its reading has started ahead of time.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="rows">The maximum number of rows in the first pool.</param>
    void Begin(int epoch, int rows);

    /// <summary>Waits until the pool has been read and returns the pool; returns null at the end of the pass.</summary>
    TrainingData? Wait();

    /// <summary>Starts to read the next pool of the pass.</summary>
    /// <param name="rows">The maximum number of rows in the pool.</param>
    /// <param name="nextPass">
    /// The next pass to begin at the end of this pass: its epoch and the maximum number of rows in its first pool. Null for none.
    /// </param>
    void StartReading(int rows, (int Epoch, int Rows)? nextPass);
}
