using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>
/// Shows how far a part of a run is, such as a training or an evaluation: on a terminal as a bar, otherwise as lines. Dispose the display at
/// the end of that part, before the results are written. Reports may come from any thread, and cost little while nothing is due.
/// </summary>
/// <remarks>In the first two seconds, nothing but the lines of epochs is shown.</remarks>
/// <param name="clock">The time since the run began.</param>
/// <param name="activity">What is being done when no network is trained, such as "reading the data".</param>
/// <param name="hasEpochLines">Whether the end of an epoch is worth a line.</param>
/// <param name="cancellation">Ends the passes over watched rows.</param>
internal abstract class ProgressDisplay(RunClock clock, string activity, bool hasEpochLines, CancellationToken cancellation)
    : IProgress<TrainingProgress>, IDisposable
{
    /// <summary>The time from the beginning in which no progress is shown: of a run for bars, of a part of it for lines.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private TimeSpan _nextShown;

    // The time when a pass over watched rows began, and when the first training did.
    private TimeSpan _passStart;
    private TimeSpan? _trainingStart;

    // The batches of the current training.
    private long _batches;
    private (string Name, int Number, int Count) _part = ("", 1, 1);

    /// <summary>Returns the same rows. Each pass over them is shown, and ends with an exception when the user presses Ctrl-C.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="unit">What the rows are, such as "pictures".</param>
    /// <param name="expected">The number of rows, if the view does not know it; it may be a little wrong. Default null: unknown.</param>
    public IDataView Watch(IDataView rows, string unit, long? expected = null) =>
        new WatchedRows(rows, expected, (done, total) => ReportRows(unit, done, total), cancellation);

    /// <summary>Says that one of several trainings begins. Each counts as an equal part of the whole.</summary>
    /// <param name="name">What a part is, such as "fold".</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="count">The number of parts.</param>
    public void BeginPart(string name, int number, int count)
    {
        lock (_lock)
        {
            (_part, _batches) = ((name, number, count), 0);
        }
    }

    /// <summary>Shows how far a training is.</summary>
    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            _batches++;
            _trainingStart ??= clock.Elapsed - value.Elapsed;
            bool isEpochEnd = hasEpochLines && value.IsEpochEnd;
            if (isEpochEnd || IsDue())
            {
                Show(DescribeTraining(value, clock.Elapsed - _trainingStart.Value), isEpochEnd ? DescribeEpoch(value) : null);
            }
        }
    }

    /// <summary>Writes a line of text, while the progress is shown or later.</summary>
    public abstract void WriteLine(string text);

    public virtual void Dispose()
    {
    }

    /// <summary>Whether there is one training, not one of several parts.</summary>
    protected bool HasOneTraining => _part.Count == 1;

    /// <summary>The time since the run began.</summary>
    protected TimeSpan Elapsed => clock.Elapsed;

    /// <summary>The state before the first report.</summary>
    protected ProgressState Initial => new(activity);

    /// <summary>Shows a state. Not called by two threads at the same time.</summary>
    /// <param name="state">The state.</param>
    /// <param name="epoch">The results of the epoch that has just ended; otherwise null.</param>
    protected abstract void Show(ProgressState state, string? epoch);

    private void ReportRows(string unit, long done, long? total)
    {
        lock (_lock)
        {
            if (done == 0)
            {
                _passStart = clock.Elapsed;
            }

            if (IsDue())
            {
                Show(DescribeRows(unit, done, total, clock.Elapsed - _passStart), epoch: null);
            }
        }
    }

    private bool IsDue()
    {
        TimeSpan now = clock.Elapsed;
        if (now < _nextShown)
        {
            return false;
        }

        _nextShown = now + s_shortestInterval;
        return true;
    }

    private ProgressState DescribeTraining(TrainingProgress value, TimeSpan elapsed)
    {
        double? done = value.BatchesPerEpoch == 0 ? null : (value.Epoch - 1 + ((double)value.Batch / value.BatchesPerEpoch)) / value.Epochs;
        double? fraction = (_part.Number - 1 + done) / _part.Count;
        ImmutableArray<string> details = [$"loss {value.Loss:F4}", .. double.IsNaN(value.Accuracy) ? [] : (string[])[$"accuracy {value.Accuracy:F4}"]];
        string rate = FormatRate(_batches, value.Elapsed, "batches");
        return new ProgressState(WithPart($"epoch {value.Epoch}/{value.Epochs}"), fraction, details, rate, TimeLeft(fraction, elapsed));
    }

    // Reading is a small part of each of several trainings, so it does not move the bar then.
    private ProgressState DescribeRows(string unit, long done, long? total, TimeSpan elapsed)
    {
        double? fraction = _part.Count > 1 ? (_part.Number - 1.0) / _part.Count : total > 0 ? Math.Min(1, (double)done / total.Value) : null;
        string count = total is null ? Invariant($"{done:N0} {unit}") : Invariant($"{done:N0} of {total:N0} {unit}");
        TimeSpan? left = _part.Count > 1 ? null : TimeLeft(fraction, elapsed);
        return new ProgressState(WithPart(activity), fraction, [count], FormatRate(done, elapsed, unit), left);
    }

    private string WithPart(string text) => _part.Count == 1 ? text : $"{_part.Name} {_part.Number}/{_part.Count}{ProgressState.Separator}{text}";

    private static string DescribeEpoch(TrainingProgress value)
    {
        string validation = value.Validation is { } result ? $", validation loss {result.Loss:F4}, accuracy {result.Accuracy:F4}" : "";
        return $"Epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:F4}, accuracy {value.Accuracy:F4}{validation}, "
            + $"{value.Elapsed.TotalSeconds:F1} s since the start";
    }

    private static string FormatRate(long done, TimeSpan elapsed, string unit)
    {
        double rate = done / elapsed.TotalSeconds;
        return !(rate > 0 && double.IsFinite(rate)) ? "" : rate < 10 ? Invariant($"{rate:F1} {unit}/s") : Invariant($"{rate:N0} {unit}/s");
    }

    private static TimeSpan? TimeLeft(double? fraction, TimeSpan elapsed) => fraction > 0 ? elapsed * ((1 - fraction.Value) / fraction.Value) : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
