using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>a ← ρ·a + (1-ρ)·g²; d = -g·√(b + ε) / √(a + ε); b ← ρ·b + (1-ρ)·d²; w ← w + η·d.</summary>
internal sealed class AdadeltaRule : UpdateRule
{
    private readonly Scalar _kept;
    private readonly Scalar _new;
    private readonly Scalar _epsilon;
    private Scalar? _minusRate;

    public AdadeltaRule(Adadelta adadelta)
    {
        (_kept, _new, _epsilon) = (Constant(adadelta.Rho), Constant(1 - adadelta.Rho), Constant(adadelta.Epsilon));
    }

    public override IReadOnlyList<string> StateNames => ["squared_gradient", "squared_step"];

    public override void Begin(double rate, long step) => Set(ref _minusRate, -rate);

    public override void Apply(Tensor values, Tensor gradient, Tensor[] states)
    {
        Tensor squares = states[0].mul_(_kept).addcmul_(gradient, gradient, _new);

        // -d: its sign is turned when it is added to the values.
        Tensor step = states[1].add(_epsilon, Scalars.One).div_(squares.add(_epsilon, Scalars.One)).sqrt_().mul_(gradient);
        states[1].mul_(_kept).addcmul_(step, step, _new);
        values.add_(step, _minusRate!);
    }

    public override void Dispose()
    {
        _minusRate?.Dispose();
        base.Dispose();
    }
}
