namespace MLNetDeep.Neural.Training;

/// <summary>A stream that gives each pool of another stream as a new object, so that pools can be told apart by reference.</summary>
/// <remarks>A stream may fill the same rows anew and return the same object. Standardized targets are kept by object.</remarks>
internal sealed class FreshRowsStream(TrainingStream stream) : TrainingStream
{
    public override long? RowCount => stream.RowCount;

    public override bool RowsOutlivePass => stream.RowsOutlivePass;

    public override TrainingPass Begin(int epoch) => new Pass(stream.Begin(epoch));

    private sealed class Pass(TrainingPass pass) : TrainingPass
    {
        public override TrainingData? Read(int maxRows, CancellationToken cancellation) =>
            pass.Read(maxRows, cancellation) is { } rows ? new TrainingData(rows.Features, rows.Targets, rows.Weights) : null;

        protected override void Dispose(bool disposing) => pass.Dispose();
    }
}
