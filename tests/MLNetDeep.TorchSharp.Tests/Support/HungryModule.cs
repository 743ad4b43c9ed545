using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>y = W x + b, which asks libtorch for far too much memory if a batch has many rows.</summary>
internal sealed class HungryModule : nn.Module<Tensor, Tensor>
{
    /// <summary>The most rows for which there is memory, unless the constructor is told another number.</summary>
    public const int MaxRows = 5;

    private readonly Linear _linear;
    private readonly int _maxRows;

    public HungryModule(int inputs, int outputs, int maxRows = MaxRows)
        : base(nameof(HungryModule))
    {
        _maxRows = maxRows;
        _linear = nn.Linear(inputs, outputs);
        register_module("linear", _linear);
    }

    public override Tensor forward(Tensor input)
    {
        if (input.shape[0] > _maxRows)
        {
            empty(1L << 50, dtype: ScalarType.Byte, device: CPU);
        }

        return _linear.forward(input);
    }
}
