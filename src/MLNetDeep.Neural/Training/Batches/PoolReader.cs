namespace MLNetDeep.Neural.Training;

/// <summary>
/// Reads the rows of a stream on another thread, one pool ahead. There is one pass at a time; where its rows outlive it, the next one is
/// begun as soon as it has come to its end.
/// </summary>
internal sealed class PoolReader(TrainingStream stream, Action<TrainingData> check, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    // Of the thread that reads, while one does: what it writes is seen by whoever has waited for the reading.
    private TrainingPass? _pass;
    private Task<TrainingData?>? _readingNextPass;
    private Task<TrainingData?>? _reading;

    /// <summary>Starts to read a pass, unless it was started before; the one before must have been read to its end.</summary>
    public void Begin(int epoch, int rows)
    {
        if (_readingNextPass is not null)
        {
            (_reading, _readingNextPass) = (_readingNextPass, null);
            return;
        }

        End();
        _pass = stream.Begin(epoch);
        ReadOn(rows, nextPass: null);
    }

    /// <summary>Waits for the pool that is being read; null at the end of the pass.</summary>
    public TrainingData? Wait() => _reading!.GetAwaiter().GetResult();

    /// <summary>Whether the pass was read to its end, as far as is known without waiting.</summary>
    public bool HasEnded => _reading is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>Starts to read the pool after the one that was waited for, whose memory is then in use, and that of no other.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="nextPass">Where there are none: the next pass and the rows of its first pool, if one is known to be wanted.</param>
    public void ReadOn(int rows, (int Epoch, int Rows)? nextPass) => _reading = Task.Run(() =>
    {
        TrainingData? pool = Read(rows);
        if (pool is null && nextPass is { } next && stream.RowsOutlivePass && !_cancellation.IsCancellationRequested)
        {
            _readingNextPass = Task.Run(() => BeginAndRead(next.Epoch, next.Rows));
        }

        return pool;
    });

    /// <summary>Ends the pass, and the next one where it was begun. A reading under way is told to end, and has ended before the pass does.</summary>
    public void End()
    {
        StopReading(_reading);
        StopReading(_readingNextPass);
        (_reading, _readingNextPass) = (null, null);
        EndPass();
    }

    public void Dispose()
    {
        End();
        _cancellation.Dispose();
    }

    private TrainingData? BeginAndRead(int epoch, int rows)
    {
        EndPass();
        _pass = stream.Begin(epoch);
        return Read(rows);
    }

    private TrainingData? Read(int rows)
    {
        TrainingData? pool = _pass!.Read(rows, _cancellation.Token);
        if (pool is null or { RowCount: 0 })
        {
            return null;
        }

        check(pool);
        return pool;
    }

    private void EndPass()
    {
        TrainingPass? pass = _pass;
        _pass = null;
        pass?.Dispose();
    }

    // What it fails at is not wanted any more.
    private void StopReading(Task? reading)
    {
        if (reading is null)
        {
            return;
        }

        if (!reading.IsCompleted)
        {
            _cancellation.Cancel();
        }

        Task.WhenAny(reading).GetAwaiter().GetResult();
        _ = reading.Exception;
    }
}
