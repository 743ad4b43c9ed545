namespace MLNetDeep.Neural.Training;

/// <summary>Reads a stream's rows on a background thread, one pool ahead of the training.</summary>
/// <remarks>
/// Only one pass is open at a time. If <see cref="TrainingStream.RowsOutlivePass"/> is true, the next pass begins as soon as the current
/// pass has been read to its end.
/// </remarks>
internal sealed class PoolReader(TrainingStream stream, Action<TrainingData> check, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    // The background task writes these fields. The training thread reads them only after it has waited for the task.
    private TrainingPass? _pass;
    private Task<TrainingData?>? _nextPassRead;
    private Task<TrainingData?>? _poolRead;

    /// <summary>Starts to read a pass, unless its reading has started ahead of time.</summary>
    public void Begin(int epoch, int rows)
    {
        if (_nextPassRead is not null)
        {
            (_poolRead, _nextPassRead) = (_nextPassRead, null);
            return;
        }

        End();
        _pass = stream.Begin(epoch);
        StartReading(rows, nextPass: null);
    }

    /// <summary>Waits until the pool has been read and returns the pool; returns null at the end of the pass.</summary>
    public TrainingData? Wait() => _poolRead!.GetAwaiter().GetResult();

    /// <summary>Whether the reader has reached the end of the pass; does not wait.</summary>
    public bool HasEnded => _poolRead is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>Starts to read the next pool of the pass.</summary>
    /// <param name="rows">The maximum number of rows in the pool.</param>
    /// <param name="nextPass">
    /// The next pass to begin at the end of this pass: its epoch and the maximum number of rows in its first pool. Null for none.
    /// </param>
    public void StartReading(int rows, (int Epoch, int Rows)? nextPass) => _poolRead = Task.Run(() =>
    {
        TrainingData? pool = Read(rows);
        if (pool is null && nextPass is { } next && stream.RowsOutlivePass && !_cancellation.IsCancellationRequested)
        {
            _nextPassRead = Task.Run(() => BeginAndRead(next.Epoch, next.Rows));
        }

        return pool;
    });

    /// <summary>Cancels reading, waits until it has stopped, and ends the open pass.</summary>
    public void End()
    {
        StopReading(_poolRead);
        StopReading(_nextPassRead);
        (_poolRead, _nextPassRead) = (null, null);
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

    // Ignores the exception of a cancelled or failed read, since the rows are no longer needed.
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
