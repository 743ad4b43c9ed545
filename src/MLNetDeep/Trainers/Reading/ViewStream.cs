using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Streams the rows of a view to the training engine: each epoch is one pass with a new cursor.</summary>
/// <param name="view">The view.</param>
/// <param name="columns">The columns to read.</param>
/// <param name="spec">The network.</param>
/// <param name="host">The host whose cancellation ends the reading; null if there is none.</param>
/// <param name="rowCount">The number of rows, of all ranks if there are several; null if it is not known.</param>
/// <param name="share">The rows of the view that this process reads. Default: all rows.</param>
internal sealed class ViewStream(
    IDataView view, RowColumns columns, NetworkSpec spec, IHostEnvironment? host, long? rowCount, RowShare share = default) : TrainingStream
{
    // Two buffers, used in turn: one has the rows being trained on, the other receives the next rows. Only one pass runs at a time.
    private readonly FeatureRows?[] _buffers = new FeatureRows?[2];

    // The index of the buffer that was returned last. The other buffer is free, also for the next pass.
    private int _bufferIndex;
    private bool _isScaleChecked;

    public override long? RowCount => rowCount;

    public override bool RowsOutlivePass => true;

    /// <summary>The rows skipped in a complete pass: those of the pass that skipped most, since a pass may be stopped early.</summary>
    public SkippedRows Skipped { get; private set; } = new(columns);

    /// <summary>What is wrong with the scale of the features in the first pool; null if nothing.</summary>
    public string? ScaleProblem { get; private set; }

    public override TrainingPass Begin(int epoch) => new Pass(this, new RowReader(view, columns, host, share));

    private void CheckScale(FeatureMatrix features)
    {
        if (!_isScaleChecked)
        {
            _isScaleChecked = true;
            ScaleProblem = FeatureScale.FindProblem(columns.Features, features);
        }
    }

    // A pool may be larger than the whole view. If the number of rows is unknown, the buffer grows with the rows that are there.
    private FeatureRows CreateBuffer(int rows) =>
        new(spec, Math.Min(rows, RowCount ?? FitOptions.DefaultPoolSize));

    private sealed class Pass(ViewStream stream, RowReader reader) : TrainingPass
    {
        private readonly RowCollector?[] _collectors = new RowCollector?[2];
        private bool _isAnyRead;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            int bufferIndex = stream._bufferIndex ^ 1;
            RowCollector rows = _collectors[bufferIndex] ??= reader.CreateCollector(stream._buffers[bufferIndex] ??= stream.CreateBuffer(maxRows));
            rows.Clear();
            reader.Read(rows, maxRows, cancellation);
            stream.Skipped = reader.Skipped.Total > stream.Skipped.Total ? reader.Skipped : stream.Skipped;
            _isAnyRead |= rows.RowCount > 0;
            if (!_isAnyRead)
            {
                throw ViewReader.NoRows(reader.Skipped);
            }

            if (rows.RowCount == 0)
            {
                return null;
            }

            stream._bufferIndex = bufferIndex;
            TrainingData pool = rows.ToData();
            stream.CheckScale(pool.Features);
            return pool;
        }

        protected override void Dispose(bool disposing) => reader.Dispose();
    }
}
