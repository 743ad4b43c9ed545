using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Stores all gradients of a step before they are applied, for penalties, clipping and exchange with other processes.</summary>
/// <remarks>Without these options, gradients are applied as they are computed and are never stored.</remarks>
internal sealed unsafe class GradientStage
{
    // Somewhat above the smallest normal float, 1.2e-38.
    private const double SmallestFactor = 1e-36;

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
    private double _factor;

    /// <summary>Allocates the memory for a network's gradients.</summary>
    /// <param name="weights">The weights that are updated.</param>
    /// <param name="optimizer">The optimizer, whose clipping options apply.</param>
    /// <param name="penalties">The penalties on the weights.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="allowsDeferring">See <see cref="CpuUpdate.AllowsDeferring"/>.</param>
    public GradientStage(
        CpuParameters weights,
        OptimizerSpec optimizer,
        Penalties penalties,
        KernelSet kernels,
        ThreadTeam team,
        bool allowsDeferring = true)
    {
        _weights = weights;
        _optimizer = optimizer;
        _penalties = penalties;
        _kernels = kernels;
        _team = team;
        Gradients = CpuParameters.Zeros(weights.Spec);
        Store = CpuUpdate.Store(Gradients, allowsDeferring);
        _chunks = ParameterChunk.CreateAll(weights, parameter => parameter.IsTrainable);
        _squares = new double[_chunks.Length];
        _work = _chunks.Sum(chunk => (long)chunk.Count * 4);
        _prepareChunk = PrepareChunk;
        _applyChunk = ApplyChunk;
    }

    /// <summary>The gradients of the last step.</summary>
    public CpuParameters Gradients { get; }

    /// <summary>The update that stores gradients in <see cref="Gradients"/>.</summary>
    public CpuUpdate Store { get; }

    /// <summary>Whether the training options require stored gradients.</summary>
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

    /// <summary>Adds other gradients to the stored ones.</summary>
    /// <param name="gradients">The other gradients.</param>
    /// <param name="add">The arguments of an update that adds.</param>
    public void Add(CpuParameters gradients, in UpdateArguments add)
    {
        foreach (ref readonly ParameterChunk chunk in _chunks.AsSpan())
        {
            _kernels.Update(gradients[chunk.Parameter].Pointer, add, Gradients[chunk.Parameter].Pointer, chunk.First, chunk.End);
        }
    }

    /// <summary>Adds the gradients of the penalties, clips the stored gradients and applies them.</summary>
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

            // A gradient that is not finite is not scaled: limit / infinity would turn its finite elements into 0. The weights become
            // infinite or NaN instead, which the training detects.
            double norm = Math.Sqrt(squares);
            _factor = norm > limit && double.IsFinite(norm) ? limit / norm : 1;
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
        if (_factor < SmallestFactor)
        {
            // The factor is too small for a float, but its root is not.
            _kernels.Scale(chunk.PointerIn(Gradients), (float)Math.Sqrt(_factor), chunk.Count);
            _kernels.Scale(chunk.PointerIn(Gradients), (float)Math.Sqrt(_factor), chunk.Count);
        }
        else if (_factor != 1)
        {
            _kernels.Scale(chunk.PointerIn(Gradients), (float)_factor, chunk.Count);
        }

        UpdateArguments update = _update!.For(chunk.Parameter);
        float* gradient = Gradients[chunk.Parameter].Pointer;
        float* weights = _weights[chunk.Parameter].Pointer;
        if (update.SkipsZeroRows && _weights[chunk.Parameter].Layout is TableLayout table)
        {
            _kernels.UpdateNonzeroRows(gradient, update, weights, chunk.First, chunk.End, table.Stride);
        }
        else
        {
            _kernels.Update(gradient, update, weights, chunk.First, chunk.End);
        }
    }
}
