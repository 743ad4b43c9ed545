using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The rows of a view as a stream for the engine: each epoch is a pass of a cursor.</summary>
internal sealed class ViewStream(IDataView view, TrainingColumns columns) : TrainingStream
{
    // Of the rows that are trained on, and of those that are read meanwhile; for all passes, of which there is one at a time.
    private readonly FeatureMatrixBuilder?[] _features = new FeatureMatrixBuilder?[2];

    public override long? RowCount { get; } = view.GetRowCount();

    private int ColumnCount { get; } = columns.FeatureCount;

    /// <summary>The rows that were passed over in the last pass.</summary>
    public long SkippedCount { get; private set; }

    public override TrainingPass Begin(int epoch) => new Pass(this, new TrainingRowReader(view, columns));

    private sealed class Pass(ViewStream stream, TrainingRowReader reader) : TrainingPass
    {
        private readonly RowCollector?[] _collectors = new RowCollector?[2];
        private int _turn;
        private bool _isAnyRead;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            _turn ^= 1;
            RowCollector rows = _collectors[_turn] ??= reader.CreateCollector(stream._features[_turn] ??= new FeatureMatrixBuilder(stream.ColumnCount, maxRows));
            rows.Clear();
            reader.Read(rows, maxRows, cancellation);
            stream.SkippedCount = reader.SkippedCount;
            _isAnyRead |= rows.RowCount > 0;
            if (!_isAnyRead)
                throw new InvalidOperationException(TrainingDataReader.NoRows);
            return rows.RowCount > 0 ? rows.ToData() : null;
        }

        protected override void Dispose(bool disposing) => reader.Dispose();
    }
}
