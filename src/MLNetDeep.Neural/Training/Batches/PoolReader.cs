namespace MLNetDeep.Neural.Training;

/// <summary>Reads a stream's rows on a background thread, one pool ahead of the training.</summary>
/// <remarks>
/// Only one pass is open at a time. If <see cref="TrainingStream.RowsOutlivePass"/> is true, the next pass begins as soon as the current
/// pass has been read to its end.
/// </remarks>
internal sealed class PoolReader(TrainingStream stream, Action<TrainingData> check, CancellationToken cancellation) : IPools
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    // The background task writes these fields. The training thread reads them only after it has waited for the task.
    private TrainingPass? _pass;
    private Task<TrainingData?>? _nextPassRead;
    private Task<TrainingData?>? _poolRead;

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

    public TrainingData? Wait() => _poolRead!.GetAwaiter().GetResult();

    public bool HasEnded => _poolRead is { IsCompletedSuccessfully: true, Result: null };

    public void StartReading(int rows, (int Epoch, int Rows)? nextPass) => _poolRead = Task.Run(() =>
    {
        TrainingData? pool = Read(rows);
        if (pool is null && nextPass is { } next)
        {
            StartNextPass(next.Epoch, next.Rows);
        }

        return pool;
    });

    /// <summary>
    /// Starts to read the next pass, now that the current pass has been read to its end, if the stream's rows outlive their pass. Call it when
    /// nothing is being read.
    /// </summary>
    /// <param name="epoch">The next epoch.</param>
    /// <param name="rows">The maximum number of rows in the first pool of the pass.</param>
    public void StartNextPass(int epoch, int rows)
    {
        if (stream.RowsOutlivePass && !_cancellation.IsCancellationRequested)
        {
            _nextPassRead = Task.Run(() => BeginAndRead(epoch, rows));
        }
    }

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
        // A rank that has no more rows has none in the next pool.
        if (rows == 0)
        {
            return null;
        }

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
