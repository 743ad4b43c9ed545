using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>w ← w - η·g; with momentum v ← μ·v - η·g and w ← w + v; Nesterov's form w ← w + μ·v - η·g.</summary>
internal sealed class SgdRule : UpdateRule
{
    private readonly bool _hasMomentum;
    private readonly bool _isNesterov;
    private readonly Scalar _momentum;
    private Scalar? _minusRate;

    public SgdRule(Sgd sgd)
    {
        (_hasMomentum, _isNesterov) = (sgd.Momentum > 0, sgd.Nesterov);
        _momentum = Constant(sgd.Momentum);
    }

    public override IReadOnlyList<string> StateNames => _hasMomentum ? ["velocity"] : [];

    public override void Begin(double rate, long step) => Set(ref _minusRate, -rate);

    public override void Apply(Tensor values, Tensor gradient, Tensor[] states)
    {
        if (!_hasMomentum)
        {
            values.add_(gradient, _minusRate!);
            return;
        }

        Tensor velocity = states[0];
        velocity.mul_(_momentum).add_(gradient, _minusRate!);
        if (_isNesterov)
        {
            values.add_(velocity, _momentum).add_(gradient, _minusRate!);
        }
        else
        {
            values.add_(velocity, Scalars.One);
        }
    }

    public override void Dispose()
    {
        _minusRate?.Dispose();
        base.Dispose();
    }
}
