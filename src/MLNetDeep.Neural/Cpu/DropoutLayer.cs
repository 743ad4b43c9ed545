using MLNetDeep.Neural.Kernels;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// y = x · mask, where the mask is 0 with the layer's rate, otherwise 1 / (1 - rate); dL/dx = dL/dy · mask. Each of the mask's values is a
/// function of the seed, the step and its place in the batch, so that threads may draw them in any order and a training may be resumed.
/// </summary>
internal sealed unsafe class DropoutLayer : CpuLayer
{
    private readonly Activations _input;
    private readonly Activations _mask;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly ulong _key;
    private readonly uint _threshold;
    private readonly float _scale;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private ulong _stepKey;
    private bool _isOn;
    private Activations? _inputGradient;

    public DropoutLayer(Dropout spec, int position, int seed, Activations input, KernelSet kernels, ThreadTeam team)
        : base(input.Columns)
    {
        _input = input;
        _mask = new Activations(input.Columns);
        _kernels = kernels;
        _team = team;
        _key = Seeds.Key(seed, RandomStream.Dropout, position);
        _threshold = (uint)(spec.Rate * (1L << 32));
        _scale = (float)(1 / (1 - spec.Rate));
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
    }

    /// <summary>The mask of the last batch that was trained on.</summary>
    internal Activations Mask => _mask;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _mask.EnsureRows(rows);
    }

    public override void Forward(int rows, long? step)
    {
        _isOn = step is not null;
        if (step is { } number)
        {
            _stepKey = SplitMix64.At(_key, (ulong)number);
            _team.Run(rows, (long)rows * Output.Stride * 2, _forwardRow);
        }
        else
        {
            Copy(_input, Output, rows);
        }
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is null)
        {
            return;
        }

        if (_isOn)
        {
            _inputGradient = inputGradient;
            _team.Run(rows, (long)rows * Output.Stride, _backwardRow);
        }
        else
        {
            Copy(OutputGradient, inputGradient, rows);
        }
    }

    private static void Copy(Activations source, Activations destination, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            source.Row(row).CopyTo(new Span<float>(destination.Pointer + ((long)row * destination.Stride), destination.Columns));
        }
    }

    private void ForwardRow(int row)
    {
        long offset = (long)row * Output.Stride;
        float* mask = _mask.Pointer + offset;

        // Each draw of 64 bits decides two values.
        DropoutMask.Fill(mask, Output.Stride, _stepKey, (ulong)offset / 2, _threshold, _scale);
        _kernels.Multiply(_input.Pointer + ((long)row * _input.Stride), mask, Output.Pointer + offset, Output.Stride);
    }

    private void BackwardRow(int row)
    {
        long offset = (long)row * Output.Stride;
        _kernels.Multiply(OutputGradient.Pointer + offset, _mask.Pointer + offset, _inputGradient!.Pointer + offset, Output.Stride);
    }
}
