using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Computes the penalties on a network's parameters: l1·Σ|w| + l2·Σw² for each parameter w that has a <see cref="Regularizer"/>.
/// </summary>
internal sealed unsafe class Penalties
{
    private readonly CpuParameters _weights;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly ParameterChunk[] _chunks;
    private readonly double[] _values;
    private readonly Action<int> _sumChunk;

    public Penalties(CpuParameters weights, KernelSet kernels, ThreadTeam team)
    {
        _weights = weights;
        _kernels = kernels;
        _team = team;
        _chunks = ParameterChunk.CreateAll(weights, IsPenalized);
        _values = new double[_chunks.Length];
        _sumChunk = SumChunk;
    }

    /// <summary>Whether any parameter has a penalty.</summary>
    public bool Any => _chunks.Length > 0;

    /// <summary>The sum of all penalties.</summary>
    public double Value()
    {
        _team.Run(_chunks.Length, long.MaxValue, _sumChunk);
        double sum = 0;
        foreach (double value in _values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>
    /// Adds the penalties to the loss sum of a batch: once per row, since the loss is this sum divided by the number of rows.
    /// </summary>
    public EvaluationResult AddTo(EvaluationResult result)
    {
        if (!Any || result.RowCount == 0)
        {
            return result;
        }

        return result with { LossSum = result.LossSum + (Value() * result.RowCount) };
    }

    /// <summary>Adds the gradient of the penalty to a chunk of the gradients, if the parameter has a penalty.</summary>
    public void AddTo(CpuParameters gradients, in ParameterChunk chunk)
    {
        ParameterSpec parameter = _weights.Spec.Parameters[chunk.Parameter];
        if (IsPenalized(parameter))
        {
            Regularizer penalty = parameter.Regularizer!;
            _kernels.AddPenalty(chunk.PointerIn(_weights), chunk.PointerIn(gradients), (float)penalty.L1, (float)penalty.L2, chunk.Count);
        }
    }

    private static bool IsPenalized(ParameterSpec parameter) => parameter is { IsTrainable: true, Regularizer: { L1: > 0 } or { L2: > 0 } };

    private void SumChunk(int index)
    {
        ParameterChunk chunk = _chunks[index];
        Regularizer penalty = _weights.Spec.Parameters[chunk.Parameter].Regularizer!;
        float* weights = chunk.PointerIn(_weights);
        double sum = 0;
        if (penalty.L1 > 0)
        {
            sum += penalty.L1 * _kernels.SumOfMagnitudes(weights, chunk.Count);
        }

        if (penalty.L2 > 0)
        {
            sum += penalty.L2 * _kernels.SumOfSquares(weights, chunk.Count);
        }

        _values[index] = sum;
    }
}
