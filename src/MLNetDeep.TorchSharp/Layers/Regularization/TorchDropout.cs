using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Dropout: y = x · mask. Each value of the mask is 0 with probability rate, otherwise 1 / (1 - rate).</summary>
/// <remarks>libtorch's own dropout draws from random numbers that the whole process shares; this mask comes from those of the step.</remarks>
internal sealed class TorchDropout(Dropout layer) : TorchLayer
{
    private readonly double _rate = layer.Rate;
    private readonly Scalar _scale = (1 / (1 - layer.Rate)).ToScalar();

    /// <summary>A mask to use instead of a random one, of the shape of the batch; null for a random mask. Tests set it.</summary>
    internal Tensor? FixedMask { get; set; }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        if (!pass.IsTraining || _rate == 0)
        {
            return input;
        }

        return input.mul(FixedMask ?? empty_like(input).bernoulli_(1 - _rate, pass.Random).mul_(_scale));
    }

    public override void Dispose() => _scale.Dispose();
}
