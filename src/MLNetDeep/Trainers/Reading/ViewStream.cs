using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The rows of a view as a stream for the engine: each epoch is a pass of a cursor.</summary>
internal sealed class ViewStream(IDataView view, RowColumns columns) : TrainingStream
{
    // Two memories, used in turn: one for the rows that are trained on, one for those that are read meanwhile. There is one pass at a time.
    private readonly FeatureMatrixBuilder?[] _features = new FeatureMatrixBuilder?[2];

    // Which memory was given out last; the other is free, also for the next pass.
    private int _turn;

    public override long? RowCount { get; } = view.GetRowCount();

    public override bool RowsOutlivePass => true;

    /// <summary>The rows that were skipped in a pass: the most of all passes, since one that is not read to its end has fewer.</summary>
    public long SkippedCount { get; private set; }

    public override TrainingPass Begin(int epoch) => new Pass(this, new RowReader(view, columns));

    // A pool may be larger than all rows together.
    private FeatureMatrixBuilder MakeRoom(int rows) => new(columns.FeatureCount, Math.Min(rows, RowCount ?? rows));

    private sealed class Pass(ViewStream stream, RowReader reader) : TrainingPass
    {
        private readonly RowCollector?[] _collectors = new RowCollector?[2];
        private bool _isAnyRead;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            int turn = stream._turn ^ 1;
            RowCollector rows = _collectors[turn] ??= reader.CreateCollector(stream._features[turn] ??= stream.MakeRoom(maxRows));
            rows.Clear();
            reader.Read(rows, maxRows, cancellation);
            stream.SkippedCount = Math.Max(stream.SkippedCount, reader.SkippedCount);
            _isAnyRead |= rows.RowCount > 0;
            if (!_isAnyRead)
            {
                throw new InvalidOperationException(ViewReader.NoRows);
            }

            if (rows.RowCount == 0)
            {
                return null;
            }

            stream._turn = turn;
            return rows.ToData();
        }

        protected override void Dispose(bool disposing) => reader.Dispose();
    }
}
