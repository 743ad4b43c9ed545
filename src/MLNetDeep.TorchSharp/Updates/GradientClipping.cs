using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Clips gradients: first each value, then the norm of the whole gradient.</summary>
/// <remarks>
/// The norm is computed in doubles, in which no sum of squares of floats overflows. A gradient whose norm is not finite is not scaled:
/// its finite values would become 0. The weights become infinite or NaN instead, which the training detects.
/// </remarks>
internal sealed class GradientClipping(OptimizerSpec optimizer) : IDisposable
{
    private readonly Scalar? _lowest = (-optimizer.ClipValue)?.ToScalar();
    private readonly Scalar? _highest = optimizer.ClipValue?.ToScalar();
    private readonly Scalar? _limit = optimizer.GlobalClipNorm?.ToScalar();
    private readonly Scalar _one = 1.0.ToScalar();

    /// <summary>Clips the gradients, one tensor for each group of parameters.</summary>
    public void Apply(IReadOnlyList<Tensor> gradients)
    {
        if (_highest is not null)
        {
            foreach (Tensor gradient in gradients)
            {
                gradient.clamp_(_lowest, _highest);
            }
        }

        if (_limit is not null)
        {
            Tensor squares = zeros([], dtype: ScalarType.Float64, device: gradients[0].device);
            foreach (Tensor gradient in gradients)
            {
                Tensor values = gradient.to_type(ScalarType.Float64);
                squares.add_(values.mul(values).sum(), _one);
            }

            Tensor divisor = AtLeastOne(squares.sqrt_().div_(_limit), _one);
            foreach (Tensor gradient in gradients)
            {
                gradient.div_(divisor);
            }
        }
    }

    /// <summary>Raises values below 1 to 1, and sets NaN and infinite values to 1.</summary>
    /// <param name="values">The values, which may be overwritten.</param>
    /// <param name="one">The number 1.</param>
    public static Tensor AtLeastOne(Tensor values, Scalar one) =>
        where(values.isfinite(), values.clamp_min(one), ones_like(values));

    public void Dispose()
    {
        _lowest?.Dispose();
        _highest?.Dispose();
        _limit?.Dispose();
        _one.Dispose();
    }
}
