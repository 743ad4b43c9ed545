using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Holds gradients between their computation and the update, for what needs all of them or changes them: penalties, clipping and exchange
/// with other processes. Without these, gradients are applied as they are computed and never stored.
/// </summary>
internal sealed unsafe class GradientStage
{
    private readonly CpuParameters _weights;
    private readonly OptimizerSpec _optimizer;
    private readonly Penalties _penalties;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly ParameterChunk[] _chunks;
    private readonly double[] _squares;
    private readonly long _work;
    private readonly Action<int> _prepareChunk;
    private readonly Action<int> _applyChunk;
    private CpuUpdate? _update;
    private float _factor;

    /// <summary>Makes room for a network's gradients.</summary>
    /// <param name="weights">The weights that are updated.</param>
    /// <param name="optimizer">Says how gradients are clipped.</param>
    /// <param name="penalties">The penalties on the weights.</param>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="team">The threads.</param>
    /// <param name="allowsDeferring">See <see cref="CpuUpdate.AllowsDeferring"/>.</param>
    public GradientStage(
        CpuParameters weights, OptimizerSpec optimizer, Penalties penalties, KernelSet kernels, ThreadTeam team, bool allowsDeferring = true)
    {
        _weights = weights;
        _optimizer = optimizer;
        _penalties = penalties;
        _kernels = kernels;
        _team = team;
        Gradients = CpuParameters.Zeros(weights.Spec);
        Store = CpuUpdate.Store(Gradients, allowsDeferring);
        _chunks = ParameterChunk.Of(weights, parameter => parameter.IsTrainable);
        _squares = new double[_chunks.Length];
        _work = _chunks.Sum(chunk => (long)chunk.Count * 4);
        _prepareChunk = PrepareChunk;
        _applyChunk = ApplyChunk;
    }

    /// <summary>The gradients of the last step.</summary>
    public CpuParameters Gradients { get; }

    /// <summary>The update that puts gradients here.</summary>
    public CpuUpdate Store { get; }

    /// <summary>Whether a step needs its gradients stored.</summary>
    public static bool IsNeeded(FitOptions options, Penalties penalties) =>
        penalties.Any
        || options.Optimizer.ClipValue is not null
        || options.Optimizer.GlobalClipNorm is not null
        || options.GradientExchange is not null;

    /// <summary>Adds the gradients of the penalties to the stored gradients.</summary>
    public void AddPenalties()
    {
        foreach (ref readonly ParameterChunk chunk in _chunks.AsSpan())
        {
            _penalties.AddTo(Gradients, chunk);
        }
    }

    /// <summary>Adds penalties, clips, and applies the stored gradients.</summary>
    public void Apply(CpuUpdate update)
    {
        _update = update;
        _factor = 1;
        _team.Run(_chunks.Length, _work, _prepareChunk);
        if (_optimizer.GlobalClipNorm is { } limit)
        {
            double squares = 0;
            foreach (double square in _squares)
            {
                squares += square;
            }

            // As in Keras: a norm that is not finite leaves nothing of use, and the next loss shows it.
            double norm = Math.Sqrt(squares);
            _factor = norm > limit ? (float)(limit / norm) : 1;
        }

        _team.Run(_chunks.Length, _work, _applyChunk);
    }

    private void PrepareChunk(int index)
    {
        ParameterChunk chunk = _chunks[index];
        _penalties.AddTo(Gradients, chunk);
        float* gradient = chunk.PointerIn(Gradients);
        if (_optimizer.ClipValue is { } limit)
        {
            _kernels.Clamp(gradient, (float)limit, chunk.Count);
        }

        if (_optimizer.GlobalClipNorm is not null)
        {
            _squares[index] = _kernels.SumOfSquares(gradient, chunk.Count);
        }
    }

    private void ApplyChunk(int index)
    {
        ParameterChunk chunk = _chunks[index];
        if (_factor != 1)
        {
            _kernels.Scale(chunk.PointerIn(Gradients), _factor, chunk.Count);
        }

        _kernels.Update(
            Gradients[chunk.Parameter].Pointer, _update!.For(chunk.Parameter), _weights[chunk.Parameter].Pointer, chunk.First, chunk.End);
    }
}
