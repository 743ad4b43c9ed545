using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Applies max-norm constraints after each step: limits the Euclidean norm of each unit's incoming weights.</summary>
internal sealed unsafe class MaxNorms
{
    private readonly CpuParameters _weights;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly (int Parameter, int Column, float Limit)[] _tiles;
    private readonly Action<int> _limitTile;

    public MaxNorms(CpuParameters weights, KernelSet kernels, ThreadTeam team)
    {
        _weights = weights;
        _kernels = kernels;
        _team = team;
        List<(int Parameter, int Column, float Limit)> tiles = [];
        for (int i = 0; i < weights.Spec.Parameters.Length; i++)
        {
            if (weights.Spec.Parameters[i] is { IsTrainable: true, MaxNorm: { } limit })
            {
                for (int column = 0; column < Panels(i).Stride; column += AlignedBuffer.LineLength)
                {
                    tiles.Add((i, column, (float)limit));
                }
            }
        }

        _tiles = [.. tiles];
        _limitTile = LimitTile;
    }

    /// <summary>Whether any parameter has a limit.</summary>
    public bool Any => _tiles.Length > 0;

    /// <summary>Scales down the weights of each unit whose norm exceeds the limit.</summary>
    public void Apply() => _team.Run(_tiles.Length, long.MaxValue, _limitTile);

    private void LimitTile(int index)
    {
        (int parameter, int column, float limit) = _tiles[index];
        PanelLayout panels = Panels(parameter);
        _kernels.LimitColumns(
            _weights[parameter].Pointer + Panel.Origin(column, panels.Inputs),
            Panel.Stride(column, panels.Stride),
            panels.Inputs,
            column,
            column + AlignedBuffer.LineLength,
            limit);
    }

    private PanelLayout Panels(int parameter) => _weights[parameter].Layout as PanelLayout
        ?? throw new NotSupportedException(
            $"The cpu backend supports a maximum norm only for the weights of dense layers, convolutions and recurrent layers, not for {_weights.Spec.Parameters[parameter].Name}.");
}
