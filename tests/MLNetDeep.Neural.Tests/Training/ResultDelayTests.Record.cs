using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <content>What a training reports.</content>
public partial class ResultDelayTests
{
    // A training with all that it reports, and the checkpoint of each epoch.
    private sealed class Record
    {
        public Record(IComputeBackend backend, string source, FitOptions options, CancellationToken cancellation = default)
        {
            Hook keeper = new()
            {
                EpochEnd = context =>
                {
                    Checkpoints.Add(Summary(context.CreateCheckpoint()));
                },
            };
            options = options with { Backend = backend, Callbacks = [.. options.Callbacks, keeper] };
            Reporter reporter = new(Progress);
            try
            {
                History = source == "memory"
                    ? Network.Fit(Data, options, reporter, cancellation)
                    : Network.Fit(Stream(source), options, reporter, cancellation);
            }
            catch (Exception exception) when (exception is OperationCanceledException or TrainingDivergedException)
            {
                Exception = exception;
            }
        }

        public Network Network { get; } = new(Spec, seed: 3);

        public List<TrainingProgress> Progress { get; } = [];

        public List<string> Checkpoints { get; } = [];

        public TrainingHistory? History { get; }

        public Exception? Exception { get; }

        // Rows of pools are overwritten as soon as they must no longer be used.
        private static InMemoryTrainingStream Stream(string source)
        {
            float[] rows = new float[Rows * 6];
            for (int row = 0; row < Rows; row++)
            {
                Data.Features.CopyRow(row, rows.AsSpan(row * 6, 6));
            }

            return new InMemoryTrainingStream(rows, 6, Data.Labels.ToArray(), hasRowCount: source == "stream");
        }
    }

    private sealed class Reporter(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value with { Elapsed = default });
    }
}
