namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A training stream over rows in memory. It detects use of rows beyond their guaranteed lifetime.</summary>
/// <remarks>
/// Pools are returned in two alternating buffers. A buffer is overwritten with invalid values as soon as its rows must no longer be
/// used. Starting a pass while the previous pass is open throws.
/// </remarks>
internal sealed class InMemoryTrainingStream(float[] features, int columns, int[] labels, bool hasRowCount = true, bool rowsOutlivePass = false) : TrainingStream
{
    private Pass? _lastPass;

    public override long? RowCount => hasRowCount ? labels.Length : null;

    public override bool RowsOutlivePass => rowsOutlivePass;

    public int OpenPasses { get; private set; }

    /// <summary>The epoch of each started pass, in order.</summary>
    public List<int> Epochs { get; } = [];

    /// <summary>Called before each read with the index of the first row to read.</summary>
    public Action<int, CancellationToken>? OnRead { get; init; }

    public override TrainingPass Begin(int epoch)
    {
        Assert.Equal(0, OpenPasses);
        OpenPasses++;
        Epochs.Add(epoch);
        return new Pass(this, _lastPass);
    }

    /// <summary>Trains a new network on this stream and returns its saved weights. Asserts that the training disposed all passes.</summary>
    public byte[] Train(NetworkSpec spec, FitOptions options)
    {
        Network network = new(spec);
        network.Fit(this, options);
        Assert.Equal(0, OpenPasses);
        return SavedWeights.Of(network);
    }

    private sealed class Pass(InMemoryTrainingStream stream, Pass? previousPass) : TrainingPass
    {
        private readonly (float[] Features, int[] Labels)[] _buffers = [([], []), ([], [])];
        private int _readCount;
        private int _nextRow;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            Assert.Equal(1, stream.OpenPasses);
            stream.OnRead?.Invoke(_nextRow, cancellation);
            if (_readCount == 1)
            {
                previousPass?.Invalidate();
            }

            int count = Math.Min(maxRows, stream.Labels.Length - _nextRow);
            ref (float[] Features, int[] Labels) buffer = ref _buffers[_readCount++ % 2];
            Invalidate(buffer);
            buffer = (stream.Features.AsSpan(_nextRow * stream.Columns, count * stream.Columns).ToArray(), stream.Labels.AsSpan(_nextRow, count).ToArray());
            _nextRow += count;
            return count == 0 ? null : new TrainingData(new DenseFeatures(buffer.Features, stream.Columns), buffer.Labels);
        }

        protected override void Dispose(bool disposing)
        {
            stream.OpenPasses--;
            stream._lastPass = this;
            if (!stream.RowsOutlivePass)
            {
                Invalidate();
            }
        }

        private static void Invalidate((float[] Features, int[] Labels) buffer)
        {
            buffer.Features.AsSpan().Fill(float.NaN);
            buffer.Labels.AsSpan().Fill(int.MaxValue);
        }

        private void Invalidate() => Array.ForEach(_buffers, Invalidate);
    }

    private float[] Features => features;

    private int[] Labels => labels;

    private int Columns => columns;
}
