namespace MLNetDeep.Neural.Tests.Support;

/// <summary>
/// Hands out the rows of data in memory as a stream must: in two memories, in turn, that are spoilt when a promise about their use is
/// not kept. Counts the passes that are open.
/// </summary>
internal sealed class MemoryStreamOfRows(float[] features, int columns, int[] labels, bool tellsCount = true) : TrainingStream
{
    public override long? RowCount => tellsCount ? labels.Length : null;

    public int OpenPasses { get; private set; }

    /// <summary>Called before each reading with the number of the first row.</summary>
    public Action<int, CancellationToken>? Reading { get; init; }

    public override TrainingPass Begin(int epoch)
    {
        OpenPasses++;
        return new Pass(this);
    }

    private sealed class Pass(MemoryStreamOfRows stream) : TrainingPass
    {
        private readonly (float[] Features, int[] Labels)[] _memories = [([], []), ([], [])];
        private int _reading;
        private int _next;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            stream.Reading?.Invoke(_next, cancellation);
            int count = Math.Min(maxRows, stream.Labels.Length - _next);
            ref (float[] Features, int[] Labels) memory = ref _memories[_reading++ % 2];
            memory.Features.AsSpan().Fill(float.NaN);
            memory.Labels.AsSpan().Fill(int.MaxValue);
            memory = (stream.Features.AsSpan(_next * stream.Columns, count * stream.Columns).ToArray(), stream.Labels.AsSpan(_next, count).ToArray());
            _next += count;
            return count == 0 ? null : new TrainingData(new DenseFeatures(memory.Features, stream.Columns), memory.Labels);
        }

        protected override void Dispose(bool disposing) => stream.OpenPasses--;
    }

    private float[] Features => features;

    private int[] Labels => labels;

    private int Columns => columns;
}
