using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Self-attention with several heads.</summary>
/// <remarks>
/// libtorch's own function for the inner part draws its dropout itself, and gives NaN where all keys are masked. Here masked products get a
/// large negative number, whose exponential is 0.
/// </remarks>
internal sealed class TorchMultiHeadAttention : TorchLayer
{
    // The CPU backend's masks are padded to a multiple of this.
    private const int MaskGranularity = 16;

    private const float Masked = -1e30f;

    private readonly MultiHeadAttention _layer;
    private readonly Tensor _innerWeight;
    private readonly Tensor? _innerBias;
    private readonly Tensor _outerWeight;
    private readonly Tensor? _outerBias;
    private readonly TorchDropout? _dropout;
    private readonly Tensor? _future;
    private readonly Scalar _scale;
    private readonly Scalar _masked = Masked.ToScalar();

    public TorchMultiHeadAttention(MultiHeadAttention layer, TorchLayerContext context)
    {
        _layer = layer;
        _innerWeight = context.Parameter("in_proj_weight");
        _innerBias = context.FindParameter("in_proj_bias");
        _outerWeight = context.Parameter("out_proj.weight");
        _outerBias = context.FindParameter("out_proj.bias");
        _scale = (1 / Math.Sqrt(layer.KeyDim)).ToScalar();
        int time = context.InputShape[0];
        if (layer.Dropout > 0)
        {
            long width = (time + MaskGranularity - 1) / MaskGranularity * MaskGranularity;
            _dropout = new TorchDropout(new Dropout(layer.Dropout), context, layer.NumHeads, time, width);
        }

        if (layer.UseCausalMask)
        {
            _future = ones([time, time], dtype: ScalarType.Bool, device: context.Device.Device).triu(1).Keep();
        }
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        (long rows, long time) = (input.shape[0], input.shape[1]);
        Tensor projected = functional.linear(input, _innerWeight, _innerBias)
            .view(rows, time, 3, _layer.NumHeads, _layer.KeyDim)
            .permute(2, 0, 3, 1, 4);
        Tensor queries = projected.select(0, 0), keys = projected.select(0, 1), values = projected.select(0, 2);
        Tensor products = queries.matmul(keys.transpose(-2, -1)).mul(_scale);
        if (_future is not null)
        {
            products = products.masked_fill(_future, _masked);
        }

        if (pass.Lengths is not null)
        {
            products = products.masked_fill(pass.Lengths.Padding.view(rows, 1, 1, time), _masked);
        }

        Tensor weights = products.softmax(-1);
        if (_dropout is not null && pass.IsTraining)
        {
            weights = weights.mul(_dropout.Mask((int)rows, pass).narrow(3, 0, time));
        }

        Tensor joined = weights.matmul(values).transpose(1, 2).reshape(rows, time, _layer.NumHeads * _layer.KeyDim);
        return functional.linear(joined, _outerWeight, _outerBias);
    }

    public override void Dispose()
    {
        _scale.Dispose();
        _masked.Dispose();
        _dropout?.Dispose();
        _future?.Dispose();
    }
}
