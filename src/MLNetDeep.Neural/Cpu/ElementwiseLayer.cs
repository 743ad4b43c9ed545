using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>y = f(x), value by value; dL/dx = dL/dy · f'(x).</summary>
internal sealed unsafe class ElementwiseLayer : CpuLayer
{
    private readonly ActivationKind _kind;
    private readonly Activations _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardRow;
    private readonly Action<int> _backwardRow;
    private Activations? _inputGradient;

    public ElementwiseLayer(Activation activation, Activations input, KernelSet kernels, ThreadTeam team)
        : base(input.Columns)
    {
        _kind = ActivationKind.Of(activation);
        _input = input;
        _kernels = kernels;
        _team = team;
        _forwardRow = ForwardRow;
        _backwardRow = BackwardRow;
    }

    public override void Forward(int rows, long? step) => _team.Run(rows, (long)rows * Output.Stride * 8, _forwardRow);

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _team.Run(rows, (long)rows * Output.Stride * 4, _backwardRow);
        }
    }

    private void ForwardRow(int row) =>
        _kernels.Activate(_kind, _input.Pointer + ((long)row * _input.Stride), Output.Pointer + ((long)row * Output.Stride), Output.Stride);

    private void BackwardRow(int row)
    {
        float* gradient = _inputGradient!.Pointer + ((long)row * _inputGradient.Stride);
        long offset = (long)row * Output.Stride;
        new Span<float>(OutputGradient.Pointer + offset, Output.Stride).CopyTo(new Span<float>(gradient, Output.Stride));
        float* saved = _kind.NeedsSums ? _input.Pointer + ((long)row * _input.Stride) : Output.Pointer + offset;
        _kernels.ActivationGradient(_kind, gradient, saved, Output.Stride);
    }
}
