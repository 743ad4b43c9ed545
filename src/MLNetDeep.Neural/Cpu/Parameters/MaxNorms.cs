using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The limits on the lengths of the weights into each unit, kept after each step. Threads share the units, line by line.</summary>
internal sealed unsafe class MaxNorms
{
    private readonly CpuParameters _weights;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly (int Position, int Column, float Limit)[] _tiles;
    private readonly Action<int> _limitTile;

    public MaxNorms(CpuParameters weights, KernelSet kernels, ThreadTeam team)
    {
        _weights = weights;
        _kernels = kernels;
        _team = team;
        _tiles =
        [
            .. from position in Enumerable.Range(0, weights.Spec.Layers.Length)
               let limit = (weights.Spec.Layers[position] as Dense)?.KernelMaxNorm
               where limit is not null
               from line in Enumerable.Range(0, weights[position].Stride / AlignedBuffer.LineLength)
               select (position, line * AlignedBuffer.LineLength, (float)limit.Value),
        ];
        _limitTile = LimitTile;
    }

    /// <summary>Whether any layer has one.</summary>
    public bool Any => _tiles.Length > 0;

    public void Apply() => _team.Run(_tiles.Length, long.MaxValue, _limitTile);

    private void LimitTile(int index)
    {
        (int position, int column, float limit) = _tiles[index];
        DenseParameters parameters = _weights[position];
        _kernels.LimitColumns(
            parameters.Kernel + Panel.Origin(column, parameters.Inputs),
            Panel.Stride(column, parameters.Stride),
            parameters.Inputs,
            column,
            column + AlignedBuffer.LineLength,
            limit);
    }
}
