using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Detects that two threads read the same row, as when they share a PredictionEngine.</summary>
/// <remarks>
/// A prediction engine sets the values of its one row, which advances the row's position, then reads the predictions. If threads share the
/// engine, a thread may read the predictions for another thread's values. It is noticed if two threads read at the same time, if the row
/// moves while it is read, or if two threads read the row at one position. The first reader at a position may still receive the prediction
/// for another thread's values, but then the other thread's call throws.
/// </remarks>
/// <param name="row">The row.</param>
internal sealed class SingleThreadUse(DataViewRow row)
{
    private const int NoThread = 0;

    private int _reader;
    private int _lastReader;
    private long _lastPosition = long.MinValue;

    /// <summary>Begins to read the row.</summary>
    /// <exception cref="InvalidOperationException">Another thread reads the row or has read it at this position.</exception>
    public void Begin()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref _reader, thread, NoThread) != NoThread)
        {
            throw Failure();
        }

        long position = row.Position;
        if (position == _lastPosition && thread != _lastReader)
        {
            Release();
            throw Failure();
        }

        (_lastPosition, _lastReader) = (position, thread);
    }

    /// <summary>Ends reading the row.</summary>
    /// <exception cref="InvalidOperationException">The row has moved since <see cref="Begin"/>.</exception>
    public void End()
    {
        bool hasMoved = row.Position != _lastPosition;
        Release();
        if (hasMoved)
        {
            throw Failure();
        }
    }

    /// <summary>Ends reading the row after an exception.</summary>
    public void Release() => Volatile.Write(ref _reader, NoThread);

    private static InvalidOperationException Failure() => new(
        "Two threads use one PredictionEngine, or one row, at the same time: their predictions could be swapped. "
        + "Create one engine for each thread, or use PredictionEnginePool.");
}
