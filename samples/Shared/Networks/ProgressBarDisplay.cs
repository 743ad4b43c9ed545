using System.Diagnostics;
using MLNetDeep.Neural;
using Spectre.Console;

namespace MLNetDeep.Samples;

/// <summary>Shows training progress on a terminal as a bar with batches per second, loss, accuracy and remaining time.</summary>
internal sealed class ProgressBarDisplay : TrainingDisplay
{
    private const double SecondsBetweenUpdates = 0.1;

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private ProgressTask? _bar;
    private long _lastUpdate;

    public ProgressBarDisplay()
    {
        using ManualResetEventSlim started = new();
        Progress progress = AnsiConsole.Progress()
            .HideCompleted(false)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left });
        _drawing = progress.StartAsync(async context =>
        {
            _bar = context.AddTask("reading the data", maxValue: 1);
            started.Set();
            await _end.Task.ConfigureAwait(false);
        });
        started.Wait();
    }

    public override void Report(TrainingProgress value)
    {
        bool isDue = Stopwatch.GetElapsedTime(_lastUpdate).TotalSeconds >= SecondsBetweenUpdates;
        if (!isDue && !value.IsEpochEnd)
        {
            return;
        }

        _lastUpdate = Stopwatch.GetTimestamp();
        double epochsDone = value.Epoch - 1 + ((double)value.Batch / value.BatchesPerEpoch);
        double batchesDone = ((value.Epoch - 1.0) * value.BatchesPerEpoch) + value.Batch;
        double batchesPerSecond = batchesDone / value.Elapsed.TotalSeconds;
        TimeSpan left = value.Elapsed * ((value.Epochs - epochsDone) / epochsDone);
        _bar!.MaxValue = value.Epochs;
        _bar.Value = epochsDone;
        _bar.Description = $"epoch {value.Epoch}/{value.Epochs}  {batchesPerSecond:F0} batches/s  "
            + $"loss {value.Loss:F4}  accuracy {value.Accuracy:F4}  {left:m\\:ss} left";
    }

    public override void Dispose()
    {
        _end.TrySetResult();
        _drawing.GetAwaiter().GetResult();
    }
}
