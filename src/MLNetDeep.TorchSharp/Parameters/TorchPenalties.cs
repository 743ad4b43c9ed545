using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The penalties l1·Σ|w| + l2·Σw² on the trained parameters that have a <see cref="Regularizer"/>.</summary>
internal sealed class TorchPenalties : IDisposable
{
    private readonly TorchParameters _parameters;
    private readonly List<(int Parameter, Scalar? L1, Scalar? L2, Scalar? TwiceL2)> _penalties = [];

    public TorchPenalties(TorchParameters parameters)
    {
        _parameters = parameters;
        for (int i = 0; i < parameters.Spec.Parameters.Length; i++)
        {
            if (parameters.Spec.Parameters[i] is { IsTrainable: true, Regularizer: { } penalty } && (penalty.L1 > 0 || penalty.L2 > 0))
            {
                _penalties.Add((
                    i,
                    penalty.L1 > 0 ? penalty.L1.ToScalar() : null,
                    penalty.L2 > 0 ? penalty.L2.ToScalar() : null,
                    penalty.L2 > 0 ? (2 * penalty.L2).ToScalar() : null));
            }
        }
    }

    /// <summary>Whether any parameter has a penalty.</summary>
    public bool Any => _penalties.Count > 0;

    /// <summary>Adds the sum of all penalties to a loss, without changing it.</summary>
    public Tensor AddTo(Tensor loss)
    {
        Tensor sum = loss.detach();
        foreach ((int parameter, Scalar? l1, Scalar? l2, _) in _penalties)
        {
            Tensor values = _parameters.Values(parameter);
            sum = l1 is null ? sum : sum.add(values.abs().sum(), l1);
            sum = l2 is null ? sum : sum.add(values.mul(values).sum(), l2);
        }

        return sum;
    }

    /// <summary>Adds the gradient of a parameter's penalty, if it has one, to the parameter's gradient.</summary>
    public void AddTo(int parameter, Tensor gradient)
    {
        foreach ((int penalized, Scalar? l1, _, Scalar? twiceL2) in _penalties)
        {
            if (penalized == parameter)
            {
                Tensor values = _parameters.Values(parameter);
                _ = l1 is null ? gradient : gradient.add_(values.sign(), l1);
                _ = twiceL2 is null ? gradient : gradient.add_(values, twiceL2);
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, Scalar? l1, Scalar? l2, Scalar? twiceL2) in _penalties)
        {
            l1?.Dispose();
            l2?.Dispose();
            twiceL2?.Dispose();
        }
    }
}
