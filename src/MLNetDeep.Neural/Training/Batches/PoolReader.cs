namespace MLNetDeep.Neural.Training;

/// <summary>Reads the rows of a stream on another thread, one pool ahead of the training.</summary>
/// <remarks>
/// Only one pass is open at a time. If <see cref="TrainingStream.RowsOutlivePass"/> is true, the next pass begins as soon as the last pool
/// of the current one has been read.
/// </remarks>
internal sealed class PoolReader(TrainingStream stream, Action<TrainingData> check, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    // The reading task writes these fields; the training thread reads them only after it has waited for the task.
    private TrainingPass? _pass;
    private Task<TrainingData?>? _readingNextPass;
    private Task<TrainingData?>? _reading;

    /// <summary>Starts to read a pass, unless it was started ahead.</summary>
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

    /// <summary>Waits for the pool that is being read and returns it; returns null at the end of the pass.</summary>
    public TrainingData? Wait() => _reading!.GetAwaiter().GetResult();

    /// <summary>Whether the end of the pass has been read; does not wait.</summary>
    public bool HasEnded => _reading is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>Starts to read the pool after the one that <see cref="Wait"/> returned.</summary>
    /// <param name="rows">The maximum number of rows in the pool.</param>
    /// <param name="nextPass">
    /// The epoch of the next pass and the rows of its first pool, to read at the end of this pass; null for none.
    /// </param>
    public void ReadOn(int rows, (int Epoch, int Rows)? nextPass) => _reading = Task.Run(() =>
    {
        TrainingData? pool = Read(rows);
        if (pool is null && nextPass is { } next && stream.RowsOutlivePass && !_cancellation.IsCancellationRequested)
        {
            _readingNextPass = Task.Run(() => BeginAndRead(next.Epoch, next.Rows));
        }

        return pool;
    });

    /// <summary>Cancels reading, waits until it has stopped, and ends the open pass.</summary>
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

    // Ignores the exception of a cancelled or failed read, since its rows are no longer needed.
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
