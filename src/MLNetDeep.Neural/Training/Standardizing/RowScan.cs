namespace MLNetDeep.Neural.Training;

/// <summary>What a standardization has to know of the rows of a training.</summary>
/// <param name="spec">The network.</param>
/// <param name="scalesFeatures">Whether features are standardized.</param>
/// <param name="scalesTargets">Whether targets are standardized.</param>
/// <param name="canCentre">Whether the network allows to subtract means from features.</param>
internal sealed class RowScan(NetworkSpec spec, bool scalesFeatures, bool scalesTargets, bool canCentre)
{
    private ColumnSums? _sums;
    private bool _hasRows;

    /// <summary>Whether means may be subtracted from features.</summary>
    public bool CanCentre { get; private set; } = canCentre;

    /// <summary>The scale of the features if they are bytes; otherwise null.</summary>
    public float? ByteScale { get; private set; }

    /// <summary>The sums over the rows.</summary>
    public ColumnSums Sums => _sums ?? new ColumnSums(0);

    // Bytes that are only scaled need no sums.
    private bool NeedsFeatureSums => scalesFeatures && (ByteScale is null || CanCentre);

    /// <summary>Reads the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="mustStop">Called between blocks of rows.</param>
    /// <returns>False if <paramref name="mustStop"/> returned true; then not all rows were read.</returns>
    public bool Read(IEnumerable<TrainingData> rows, Func<bool> mustStop)
    {
        foreach (TrainingData data in rows)
        {
            _hasRows = true;

            // Values beyond the lengths of the rows are 0, whatever the mean is.
            CanCentre &= data.Features.RowLengths.IsEmpty;
            ByteScale = _sums is null ? (data.Features as ByteFeatures)?.Scale : ByteScale;
            if (!NeedsFeatureSums && !scalesTargets)
            {
                break;
            }

            _sums ??= CreateSums();
            if (!_sums.Add(data, mustStop))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the rows of this rank, and adds what the other ranks have read. All ranks have the same sums.</summary>
    /// <param name="rows">The rows of this rank.</param>
    /// <param name="mustStop">Called between blocks of rows.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>False if <paramref name="mustStop"/> returned true in a rank.</returns>
    /// <exception cref="ArgumentException">Some ranks have bytes and others numbers, or bytes of another scale.</exception>
    /// <exception cref="InvalidOperationException">Another rank could not read its rows.</exception>
    public bool Read(IEnumerable<TrainingData> rows, Func<bool> mustStop, IGradientExchange exchange)
    {
        State[] states = Array.ConvertAll(
            RankReading.Gather(exchange, () => new State(!Read(rows, mustStop), _hasRows, CanCentre, ByteScale).ToBytes()), State.FromBytes);
        if (states.Any(state => state.IsStopped))
        {
            return false;
        }

        // The training finds out that a rank has no rows.
        int[] ranks = [.. Enumerable.Range(0, states.Length).Where(rank => states[rank].HasRows)];
        if (ranks.Length == 0)
        {
            return true;
        }

        CanCentre = ranks.All(rank => states[rank].CanCentre);
        ByteScale = states[ranks[0]].ByteScale;
        int other = Array.Find(ranks, rank => states[rank].ByteScale != ByteScale);
        if (states[other].HasRows && states[other].ByteScale != ByteScale)
        {
            throw new ArgumentException(
                $"The features of the stream are {Describe(ByteScale)} in rank {ranks[0]} and {Describe(states[other].ByteScale)} in rank {other}; "
                + "accepted: the same in all ranks.");
        }

        if (NeedsFeatureSums || scalesTargets)
        {
            // A rank may have begun to sum features before it learned that they are not needed. All ranks add up as many sums.
            ColumnSums own = _sums ?? CreateSums();
            _sums = NeedsFeatureSums ? own : own.WithoutFeatures();
            _sums.AddRanks(exchange);
        }

        return true;
    }

    private static string Describe(float? byteScale) => byteScale is { } scale ? $"bytes times {scale}" : "numbers";

    private ColumnSums CreateSums() => new(NeedsFeatureSums ? spec.InputSize : 0);

    private readonly record struct State(bool IsStopped, bool HasRows, bool CanCentre, float? ByteScale)
    {
        public static State FromBytes(ReadOnlyMemory<byte> bytes)
        {
            ReadOnlySpan<byte> span = bytes.Span;
            float scale = BitConverter.ToSingle(span[3..]);
            return new State(span[0] != 0, span[1] != 0, span[2] != 0, float.IsNaN(scale) ? null : scale);
        }

        public byte[] ToBytes() =>
            [ToByte(IsStopped), ToByte(HasRows), ToByte(CanCentre), .. BitConverter.GetBytes(ByteScale ?? float.NaN)];

        private static byte ToByte(bool value) => value ? (byte)1 : (byte)0;
    }
}
