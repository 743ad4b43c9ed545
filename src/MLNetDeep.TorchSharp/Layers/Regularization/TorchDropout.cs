using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Dropout: y = x · mask. Each value of the mask is 0 with probability rate, otherwise 1 / (1 - rate).</summary>
/// <remarks>
/// libtorch's own dropout draws from random numbers that the whole process shares. Here, masks depend on the seed and the step alone: on the
/// CPU they are those of the CPU backend, which also take less time; on other devices they are drawn there.
/// </remarks>
internal sealed class TorchDropout(Dropout layer, TorchLayerContext context) : TorchLayer
{
    private readonly Scalar _scale = (1 / (1 - layer.Rate)).ToScalar();
    private readonly HostRows<float> _mask = new(
        context.Device, ScalarType.Float32, [.. context.InputShape.Select(dimension => (long)dimension)]);

    /// <summary>Whether the mask is drawn on the device.</summary>
    public override bool NeedsRandom => !context.Device.SharesHostMemory && layer.Rate > 0;

    /// <summary>A mask to use instead of a random one, of the shape of the batch; null for a random mask. Tests set it.</summary>
    internal Tensor? FixedMask { get; set; }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        if (!pass.IsTraining || layer.Rate == 0)
        {
            return input;
        }

        return input.mul(FixedMask ?? (NeedsRandom
            ? empty_like(input).bernoulli_(1 - layer.Rate, pass.Random).mul_(_scale)
            : DrawOnHost((int)input.shape[0], pass)));
    }

    public override void Dispose()
    {
        _scale.Dispose();
        _mask.Dispose();
    }

    private Tensor DrawOnHost(int rows, in LayerPass pass)
    {
        _mask.Begin(rows);
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.Draw(layer, context.Index, pass.Seed, pass.Step, row, _mask[row]);
        }

        return _mask.Tensor;
    }
}
