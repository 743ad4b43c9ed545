using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Limits the Euclidean norm of each unit's incoming weights after each step.</summary>
/// <remarks>Norms are computed in doubles, in which no sum of squares of floats overflows or vanishes.</remarks>
internal sealed class TorchMaxNorms(TorchParameters parameters) : IDisposable
{
    private readonly (int Parameter, Scalar Limit)[] _limits =
    [
        .. Enumerable.Range(0, parameters.Spec.Parameters.Length)
            .Where(i => parameters.Spec.Parameters[i] is { IsTrainable: true, MaxNorm: not null })
            .Select(i => (i, parameters.Spec.Parameters[i].MaxNorm!.Value.ToScalar())),
    ];

    private readonly Scalar _one = 1.0.ToScalar();

    /// <summary>Scales down the weights of each unit whose norm exceeds the limit. Units with NaN or infinite weights do not change.</summary>
    public void Apply()
    {
        foreach ((int parameter, Scalar limit) in _limits)
        {
            Tensor weights = parameters.Values(parameter);
            Tensor excess = weights.to_type(ScalarType.Float64).flatten(1).norm(1, keepdim: true).div(limit);
            Tensor divisor = GradientClipping.AtLeastOne(excess, _one).to_type(ScalarType.Float32);
            weights.div_(divisor.view([-1, .. Enumerable.Repeat(1L, (int)weights.dim() - 1)]));
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        Array.ForEach(_limits, limit => limit.Limit.Dispose());
    }
}
