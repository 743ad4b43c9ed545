using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Where gradients stay between being computed and being applied, for what needs them all or changes them: penalties and clipping. Without
/// these, gradients are applied as they are computed and never stored.
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

    public GradientStage(CpuParameters weights, OptimizerSpec optimizer, Penalties penalties, KernelSet kernels, ThreadTeam team)
    {
        _weights = weights;
        _optimizer = optimizer;
        _penalties = penalties;
        _kernels = kernels;
        _team = team;
        Gradients = CpuParameters.Zeros(weights.Spec);
        Store = CpuUpdate.Store(Gradients);
        _chunks = ParameterChunk.Of(weights);
        _squares = new double[_chunks.Length];
        _work = _chunks.Sum(chunk => (long)chunk.Count * 4);
        _prepareChunk = PrepareChunk;
        _applyChunk = ApplyChunk;
    }

    /// <summary>The gradients of the last step.</summary>
    public CpuParameters Gradients { get; }

    /// <summary>How gradients come here.</summary>
    public CpuUpdate Store { get; }

    /// <summary>Whether a step needs this.</summary>
    public static bool IsNeeded(OptimizerSpec optimizer, Penalties penalties) =>
        penalties.Any || optimizer.ClipValue is not null || optimizer.GlobalClipNorm is not null;

    /// <summary>Adds the penalties to the stored gradients, as far as there are any.</summary>
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

            // As Keras has it: a norm that is not finite leaves nothing sensible, which the next loss will show.
            double norm = Math.Sqrt(squares);
            _factor = norm > limit ? (float)(limit / norm) : 1;
        }

        _team.Run(_chunks.Length, _work, _applyChunk);
    }

    private void PrepareChunk(int index)
    {
        ParameterChunk chunk = _chunks[index];
        _penalties.AddTo(Gradients, chunk);
        float* gradient = chunk.BaseIn(Gradients) + chunk.First;
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
        float* gradient = chunk.BaseIn(Gradients);
        if (_factor != 1)
        {
            _kernels.Scale(gradient + chunk.First, _factor, chunk.Count);
        }

        UpdateArguments arguments = chunk.IsKernel ? _update!.ForKernel(chunk.Position) : _update!.ForBias(chunk.Position);
        _kernels.Update(gradient, arguments, chunk.BaseIn(_weights), chunk.First, chunk.End);
    }
}
