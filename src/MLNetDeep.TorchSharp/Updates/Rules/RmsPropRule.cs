using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// v ← ρ·v + (1-ρ)·g². If centered, a ← ρ·a + (1-ρ)·g and d = v - a²; otherwise d = v. s = -η·g / √(d + ε). With momentum, u ← μ·u + s and
/// w ← w + u; otherwise w ← w + s.
/// </summary>
internal sealed class RmsPropRule : UpdateRule
{
    private readonly bool _hasMomentum;
    private readonly bool _isCentered;
    private readonly Scalar _kept;
    private readonly Scalar _new;
    private readonly Scalar _momentum;
    private readonly Scalar _epsilon;
    private readonly Scalar _minusOne;
    private readonly Scalar _zero;
    private Scalar? _minusRate;

    public RmsPropRule(RmsProp rms)
    {
        (_hasMomentum, _isCentered) = (rms.Momentum > 0, rms.Centered);
        (_kept, _new, _momentum, _epsilon) = (Constant(rms.Rho), Constant(1 - rms.Rho), Constant(rms.Momentum), Constant(rms.Epsilon));
        (_minusOne, _zero) = (Constant(-1), Constant(0));
        StateNames = [.. new[] { "squared_gradient", _hasMomentum ? "velocity" : null, _isCentered ? "mean" : null }.OfType<string>()];
    }

    public override IReadOnlyList<string> StateNames { get; }

    public override void Begin(double rate, long step) => Set(ref _minusRate, -rate);

    public override void Apply(Tensor values, Tensor gradient, Tensor[] states)
    {
        Tensor squares = states[0].mul_(_kept).addcmul_(gradient, gradient, _new);
        Tensor divisor = (_isCentered ? Spread(squares, gradient, states[^1]) : squares.clone()).add_(_epsilon, Scalars.One).sqrt_();
        if (_hasMomentum)
        {
            states[1].mul_(_momentum).addcdiv_(gradient, divisor, _minusRate!);
            values.add_(states[1], Scalars.One);
        }
        else
        {
            values.addcdiv_(gradient, divisor, _minusRate!);
        }
    }

    public override void Dispose()
    {
        _minusRate?.Dispose();
        base.Dispose();
    }

    // Rounding could make the difference negative.
    private Tensor Spread(Tensor squares, Tensor gradient, Tensor mean)
    {
        mean.mul_(_kept).add_(gradient, _new);
        return squares.addcmul(mean, mean, _minusOne).clamp_(_zero, null);
    }
}
