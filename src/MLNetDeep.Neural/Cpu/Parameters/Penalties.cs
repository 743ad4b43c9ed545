using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The penalties on a network's weights: l1·Σ|w| + l2·Σw² of each layer that has them.</summary>
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
        _chunks = ParameterChunk.Of(weights, layer => Of(layer) is { } penalty && (penalty.L1 > 0 || penalty.L2 > 0));
        _values = new double[_chunks.Length];
        _sumChunk = SumChunk;
    }

    /// <summary>Whether any layer has one.</summary>
    public bool Any => _chunks.Length > 0;

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

    /// <summary>Adds the penalty's gradient to a piece of the gradient, if the layer has one.</summary>
    public void AddTo(CpuParameters gradients, in ParameterChunk chunk)
    {
        if (chunk.IsKernel && Of(_weights.Spec.Layers[chunk.Position]) is { } penalty)
        {
            _kernels.AddPenalty(
                chunk.BaseIn(_weights) + chunk.First, chunk.BaseIn(gradients) + chunk.First, (float)penalty.L1, (float)penalty.L2, chunk.Count);
        }
    }

    private static Regularizer? Of(LayerSpec layer) => (layer as Dense)?.KernelRegularizer;

    private void SumChunk(int index)
    {
        ParameterChunk chunk = _chunks[index];
        Regularizer penalty = Of(_weights.Spec.Layers[chunk.Position])!;
        float* weights = chunk.BaseIn(_weights) + chunk.First;
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
