using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>A convolution of pictures, or of sequences, which are pictures of height 1: f(x * W + b).</summary>
/// <remarks>
/// Rows are channels last. libtorch takes [rows, channels, height, width], which is a view of them in its memory format "channels last": no value
/// is moved. It pads both sides equally; other padding is put around the input first.
/// </remarks>
internal sealed class TorchConvolution : TorchLayer
{
    private readonly ConvolutionShape _shape;
    private readonly Activation _activation;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly bool _usesBFloat16;
    private readonly long[] _strides;
    private readonly long[] _dilation;
    private readonly long[] _padding;

    // Padding in the order of libtorch, from the last dimension on: left, right, top, bottom. Null if both sides are equal.
    private readonly long[]? _padsAround;

    public TorchConvolution(Conv1D layer, TorchLayerContext context)
        : this(layer.ShapeOf(context.InputShape), layer.Activation, context)
    {
    }

    public TorchConvolution(Conv2D layer, TorchLayerContext context)
        : this(layer.ShapeOf(context.InputShape), layer.Activation, context)
    {
    }

    public TorchConvolution(DepthwiseConv2D layer, TorchLayerContext context)
        : this(layer.ShapeOf(context.InputShape), layer.Activation, context)
    {
    }

    private TorchConvolution(ConvolutionShape shape, Activation activation, TorchLayerContext context)
    {
        _shape = shape;
        _activation = activation;
        _weight = context.Parameter("weight");
        _bias = context.FindParameter("bias");
        _usesBFloat16 = context.Device.UsesBFloat16;
        (WindowAxis height, WindowAxis width) = (shape.Height, shape.Width);
        _strides = [height.Stride, width.Stride];
        _dilation = [height.Dilation, width.Dilation];
        bool isEven = height.Before == height.After && width.Before == width.After;
        _padding = isEven ? [height.Before, width.Before] : [0, 0];
        _padsAround = isEven ? null : [width.Before, width.After, height.Before, height.After];
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        bool isSequence = input.dim() == 3;
        Tensor picture = ToPicture(isSequence ? input.unsqueeze(1) : input);
        if (_padsAround is not null)
        {
            picture = functional.pad(picture, _padsAround);
        }

        Tensor weight = isSequence ? _weight.unsqueeze(2) : _weight;
        Tensor output = (_usesBFloat16 ? ConvolveInBFloat16(picture, weight) : Convolve(picture, weight, _bias)).permute(0, 2, 3, 1);
        return TorchActivations.Apply(_activation, isSequence ? output.squeeze(1) : output);
    }

    // libtorch 2.10 computes wrong values for one channel in the format "channels last" if the output has a width of 1 and the horizontal stride
    // is the larger one. One channel is the same values in either format, so such pictures are given to it as planes.
    private Tensor ToPicture(Tensor rows) => rows.shape[3] == 1 && _shape.Width.Output == 1
        ? rows.reshape(rows.shape[0], 1, rows.shape[1], rows.shape[2])
        : rows.permute(0, 3, 1, 2);

    private Tensor ConvolveInBFloat16(Tensor picture, Tensor weight) =>
        Convolve(picture.to_type(ScalarType.BFloat16), weight.to_type(ScalarType.BFloat16), _bias?.to_type(ScalarType.BFloat16))
            .to_type(ScalarType.Float32);

    private Tensor Convolve(Tensor picture, Tensor weight, Tensor? bias) =>
        functional.conv2d(picture, weight, bias, _strides, _padding, _dilation, _shape.Groups);
}
