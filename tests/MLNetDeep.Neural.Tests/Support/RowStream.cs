namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A stream of rows in memory, in pools of one size, the last of which may be smaller.</summary>
internal sealed class RowStream(TrainingData data, int poolSize) : TrainingStream
{
    public override long? RowCount => data.RowCount;

    public override TrainingPass Begin(int epoch) => new Pass(data, poolSize);

    private sealed class Pass(TrainingData data, int poolSize) : TrainingPass
    {
        private int _next;

        public override TrainingData? Read(int maxRows, CancellationToken cancellation)
        {
            int count = Math.Min(Math.Min(maxRows, poolSize), data.RowCount - _next);
            _next += count;
            return count == 0 ? null : data.Slice(_next - count, count);
        }
    }
}
