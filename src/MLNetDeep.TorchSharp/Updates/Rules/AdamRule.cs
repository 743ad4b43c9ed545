using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>m ← β₁·m + (1-β₁)·g; v ← β₂·v + (1-β₂)·g²; w ← w - η·√(1-β₂ᵗ)/(1-β₁ᵗ) · m/(√v + ε); with decay first w ← w - η·λ·w.</summary>
internal sealed class AdamRule : UpdateRule
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _decay;
    private readonly Scalar _keptMean;
    private readonly Scalar _newMean;
    private readonly Scalar _keptVariance;
    private readonly Scalar _newVariance;
    private readonly Scalar _epsilon;
    private Scalar? _minusRate;
    private Scalar? _keptWeight;

    public AdamRule(double beta1, double beta2, double epsilon, double decay)
    {
        (_beta1, _beta2, _decay) = (beta1, beta2, decay);
        (_keptMean, _newMean) = (Constant(beta1), Constant(1 - beta1));
        (_keptVariance, _newVariance) = (Constant(beta2), Constant(1 - beta2));
        _epsilon = Constant(epsilon);
    }

    public override IReadOnlyList<string> StateNames => ["mean", "variance"];

    public override void Begin(double rate, long step)
    {
        Set(ref _minusRate, -rate * Math.Sqrt(1 - Math.Pow(_beta2, step)) / (1 - Math.Pow(_beta1, step)));
        if (_decay != 0)
        {
            Set(ref _keptWeight, 1 - (rate * _decay));
        }
    }

    public override void Apply(Tensor values, Tensor gradient, Tensor[] states)
    {
        if (_decay != 0)
        {
            values.mul_(_keptWeight!);
        }

        (Tensor mean, Tensor variance) = (states[0], states[1]);
        mean.mul_(_keptMean).add_(gradient, _newMean);
        variance.mul_(_keptVariance).addcmul_(gradient, gradient, _newVariance);

        // The gradient has been used. Its memory takes the divisor: new memory of some megabytes in each step costs page faults.
        values.addcdiv_(mean, gradient.copy_(variance).sqrt_().add_(_epsilon, Scalars.One), _minusRate!);
    }

    public override void Dispose()
    {
        _minusRate?.Dispose();
        _keptWeight?.Dispose();
        base.Dispose();
    }
}
