using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>a ← a + g²; w ← w - η·g / √(a + ε).</summary>
internal sealed class AdagradRule : UpdateRule
{
    private readonly Scalar _one;
    private readonly Scalar _epsilon;
    private Scalar? _minusRate;

    public AdagradRule(Adagrad adagrad)
    {
        InitialState = adagrad.InitialAccumulator;
        (_one, _epsilon) = (Constant(1), Constant(adagrad.Epsilon));
    }

    public override IReadOnlyList<string> StateNames => ["accumulator"];

    public override double InitialState { get; }

    public override void Begin(double rate, long step) => Set(ref _minusRate, -rate);

    public override void Apply(Tensor values, Tensor gradient, Tensor[] states)
    {
        Tensor sums = states[0].addcmul_(gradient, gradient, _one);
        values.addcdiv_(gradient, sums.add(_epsilon, Scalars.One).sqrt_(), _minusRate!);
    }

    public override void Dispose()
    {
        _minusRate?.Dispose();
        base.Dispose();
    }
}
