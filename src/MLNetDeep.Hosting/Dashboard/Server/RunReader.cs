namespace MLNetDeep.Hosting;

/// <summary>Knows what one page has of a run, and makes messages of what is new.</summary>
/// <remarks>
/// A page that reads slowly gets fewer messages with more in each. Nothing waits in a queue for it.
/// </remarks>
internal sealed class RunReader(Run run)
{
    private (RunSnapshot? Snapshot, RunState State, string? SaveMessage) _sent;
    private SeriesView<EpochPoint> _epochs;
    private SeriesView<BatchPoint> _points;

    /// <summary>Returns a message if something is new, otherwise null.</summary>
    public RunMessage? Next()
    {
        RunSnapshot snapshot = run.Snapshot;
        (RunSnapshot, RunState, string?) now = (snapshot, run.State, run.SaveMessage);
        if (now == _sent)
        {
            return null;
        }

        bool isFirst = _sent.Snapshot is null;
        _sent = now;
        RunPosition position = snapshot.Position;
        return new RunMessage
        {
            Run = run.Number,
            State = run.State.ToString().ToLowerInvariant(),
            Message = snapshot.Message,
            SaveMessage = run.SaveMessage,
            CanSave = run.File is not null,
            Summary = isFirst ? run.Summary : null,
            Options = isFirst ? run.Options : null,
            Epoch = position.Epoch,
            Epochs = position.Epochs,
            Batch = position.Batch,
            BatchesPerEpoch = position.BatchesPerEpoch,
            Loss = Finite(position.Loss),
            LearningRate = position.LearningRate,
            BatchesPerSecond = snapshot.BatchesPerSecond,
            RowsPerSecond = snapshot.RowsPerSecond,
            Elapsed = snapshot.Elapsed.TotalSeconds,
            Remaining = snapshot.Remaining?.TotalSeconds,
            MayEndEarly = run.MayEndEarly,
            Done = snapshot.Done,
            Best = snapshot.Best is { } best ? new BestMessage($"{best.Metric}", best.Epoch, best.Value) : null,
            LastEpoch = snapshot.LastEpoch is { } last ? EpochMessage.Create(last) : null,
            EpochSeries = Next(ref _epochs, snapshot.Epochs, isFirst, EpochMessage.Create),
            PointSeries = Next(
                ref _points,
                snapshot.Points,
                isFirst,
                point => new double?[] { point.Batch, Finite(point.Loss), point.LearningRate }),
        };
    }

    private static SeriesMessage<TMessage>? Next<T, TMessage>(
        ref SeriesView<T> sent, SeriesView<T> view, bool isFirst, Func<T, TMessage> convert)
    {
        int from = isFirst || view.Generation != sent.Generation ? 0 : sent.Items.Length;
        sent = view;
        if (from == view.Items.Length)
        {
            return null;
        }

        TMessage[] items = new TMessage[view.Items.Length - from];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = convert(view.Items.Span[from + i]);
        }

        return new SeriesMessage<TMessage>(from, items);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
