namespace MLNetDeep.Neural.Tests.Support;

/// <summary>
/// Hands out the rows of data in memory as a stream must: in two memories, in turn, that are spoilt when a promise about their use is
/// not kept. Refuses a pass while another is open, and tells of each.
/// </summary>
internal sealed class MemoryStreamOfRows(float[] features, int columns, int[] labels, bool tellsCount = true, bool rowsOutlivePass = false) : TrainingStream
{
    private Pass? _last;

    public override long? RowCount => tellsCount ? labels.Length : null;

    public override bool RowsOutlivePass => rowsOutlivePass;

    public int OpenPasses { get; private set; }

    /// <summary>The epochs whose passes were begun.</summary>
    public List<int> Epochs { get; } = [];

    /// <summary>Called before each reading with the number of the first row.</summary>
    public Action<int, CancellationToken>? Reading { get; init; }

    public override TrainingPass Begin(int epoch)
    {
        Assert.Equal(0, OpenPasses);
        OpenPasses++;
        Epochs.Add(epoch);
        return new Pass(this, _last);
    }

    /// <summary>The weights of a new network that has learned from this; all passes must have ended then.</summary>
    public byte[] Train(NetworkSpec spec, FitOptions options)
    {
        Network network = new(spec);
        network.Fit(this, options);
        Assert.Equal(0, OpenPasses);
        return SavedWeights.Of(network);
    }

    private sealed class Pass(MemoryStreamOfRows stream, Pass? last) : TrainingPass
    {
        private readonly (float[] Features, int[] Labels)[] _memories = [([], []), ([], [])];
        private int _reading;
        private int _next;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            Assert.Equal(1, stream.OpenPasses);
            stream.Reading?.Invoke(_next, cancellation);
            if (_reading == 1)
            {
                last?.Spoil();
            }

            int count = Math.Min(maxRows, stream.Labels.Length - _next);
            ref (float[] Features, int[] Labels) memory = ref _memories[_reading++ % 2];
            Spoil(memory);
            memory = (stream.Features.AsSpan(_next * stream.Columns, count * stream.Columns).ToArray(), stream.Labels.AsSpan(_next, count).ToArray());
            _next += count;
            return count == 0 ? null : new TrainingData(new DenseFeatures(memory.Features, stream.Columns), memory.Labels);
        }

        protected override void Dispose(bool disposing)
        {
            stream.OpenPasses--;
            stream._last = this;
            if (!stream.RowsOutlivePass)
            {
                Spoil();
            }
        }

        private static void Spoil((float[] Features, int[] Labels) memory)
        {
            memory.Features.AsSpan().Fill(float.NaN);
            memory.Labels.AsSpan().Fill(int.MaxValue);
        }

        private void Spoil() => Array.ForEach(_memories, Spoil);
    }

    private float[] Features => features;

    private int[] Labels => labels;

    private int Columns => columns;
}
