using System.Runtime.InteropServices;
using MLNetDeep.Neural;

namespace Shared.Tests;

/// <summary>Connects sessions that run on several threads of this process, as <see cref="IGradientExchange"/> says.</summary>
internal sealed class InProcessExchange : IGradientExchange
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Group _group;
    private readonly Dictionary<int, Memory<float>> _gradients = [];
    private EvaluationResult _result;
    private volatile bool _asksForStop;
    private bool _isStopAsked;
    private byte[] _bytes = [];

    private InProcessExchange(Group group, int rank) => (_group, Rank) = (group, rank);

    public int Rank { get; }

    public int Size => _group.Members.Count;

    public int DefaultThreads => Math.Max(1, Environment.ProcessorCount / Size);

    public bool IsStopping { get; private set; }

    /// <summary>The parameters in the order in which the last step announced their gradients.</summary>
    public List<int> Announced { get; } = [];

    /// <summary>Creates connected exchanges, one for each of the given number of sessions.</summary>
    public static InProcessExchange[] Create(int sessions)
    {
        Group group = new(sessions);
        group.Members.AddRange(Enumerable.Range(0, sessions).Select(rank => new InProcessExchange(group, rank)));
        return [.. group.Members];
    }

    public void Begin(EvaluationResult result)
    {
        (_result, _isStopAsked, _asksForStop) = (result, _asksForStop, false);
        _gradients.Clear();
        Announced.Clear();
    }

    public void OnGradientReady(int parameter, Memory<float> gradient)
    {
        _gradients.Add(parameter, gradient);
        Announced.Add(parameter);
    }

    public EvaluationResult Finish()
    {
        // The last session to arrive averages the gradients of all sessions; the others wait for it.
        EvaluationResult sum = _group.Meet(_group.AverageGradients);
        IsStopping = _group.IsStopAsked;
        return sum;
    }

    public void Sum(Span<double> values)
    {
        byte[][] all = Gather(MemoryMarshal.AsBytes(values));
        values.Clear();
        foreach (byte[] bytes in all)
        {
            ReadOnlySpan<double> other = MemoryMarshal.Cast<byte, double>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += other[i];
            }
        }
    }

    public void Broadcast(Span<byte> bytes) => Gather(bytes)[0].CopyTo(bytes);

    public byte[][] Gather(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        return _group.Meet(() => _group.Members.Select(member => member._bytes).ToArray());
    }

    public void RequestStop() => _asksForStop = true;

    private sealed class Group
    {
        private readonly Barrier _barrier;
        private Func<object>? _action;
        private object? _result;

        public Group(int sessions) => _barrier = new Barrier(sessions, _ => _result = _action!());

        public List<InProcessExchange> Members { get; } = [];

        public bool IsStopAsked { get; private set; }

        // Every session gets what the action returns, which runs once, when all of them have arrived.
        public T Meet<T>(Func<T> action)
            where T : notnull
        {
            Volatile.Write(ref _action, () => action());
            return _barrier.SignalAndWait(s_limit) ? (T)_result! : throw new TimeoutException("Another session did not arrive.");
        }

        public EvaluationResult AverageGradients()
        {
            IsStopAsked = Members.Exists(member => member._isStopAsked);
            EvaluationResult[] results = [.. Members.Select(member => member._result)];
            EvaluationResult sum = results.Skip(1).Aggregate(results[0], (left, right) => left + right);
            foreach (int parameter in Members[0]._gradients.Keys)
            {
                int length = Members[0]._gradients[parameter].Length;
                for (int i = 0; i < length; i++)
                {
                    double total = Members.Where(member => member._result.RowCount > 0)
                        .Sum(member => (double)member._gradients[parameter].Span[i] * member._result.RowCount);
                    Members.ForEach(member => member._gradients[parameter].Span[i] = (float)(total / sum.RowCount));
                }
            }

            return sum;
        }
    }
}
