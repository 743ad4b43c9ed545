using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Averages the gradients of sessions that run on several threads of this process, weighted by their row counts.</summary>
internal sealed class InProcessExchange : IGradientExchange
{
    private readonly Group _group;
    private readonly Dictionary<int, Memory<float>> _gradients = [];
    private int _rows;
    private bool _isFinite;

    private InProcessExchange(Group group) => _group = group;

    /// <summary>The parameters in the order in which the last step announced their gradients.</summary>
    public List<int> Announced { get; } = [];

    /// <summary>Creates connected exchanges, one for each of the given number of sessions.</summary>
    public static InProcessExchange[] Create(int sessions)
    {
        Group group = new(sessions);
        group.Members.AddRange(Enumerable.Range(0, sessions).Select(_ => new InProcessExchange(group)));
        return [.. group.Members];
    }

    public void Begin(int rows, bool isFinite)
    {
        (_rows, _isFinite) = (rows, isFinite);
        _gradients.Clear();
        Announced.Clear();
    }

    public void OnGradientReady(int parameter, Memory<float> gradient)
    {
        _gradients.Add(parameter, gradient);
        Announced.Add(parameter);
    }

    public bool Finish()
    {
        // The last session to arrive averages the gradients of all sessions; the others wait for it.
        _group.Barrier.SignalAndWait(TimeSpan.FromSeconds(60));
        return _group.IsFinite;
    }

    private sealed class Group
    {
        public Group(int sessions) => Barrier = new Barrier(sessions, _ => AverageGradients());

        public List<InProcessExchange> Members { get; } = [];

        public Barrier Barrier { get; }

        public bool IsFinite { get; private set; }

        private void AverageGradients()
        {
            IsFinite = Members.TrueForAll(member => member._isFinite);
            int rows = Members.Sum(member => member._rows);
            foreach (int parameter in Members[0]._gradients.Keys)
            {
                int length = Members[0]._gradients[parameter].Length;
                for (int i = 0; i < length; i++)
                {
                    float mean = Members.Sum(member => member._gradients[parameter].Span[i] * member._rows) / rows;
                    Members.ForEach(member => member._gradients[parameter].Span[i] = mean);
                }
            }
        }
    }
}
