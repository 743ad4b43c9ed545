using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Padding, cropping and upsampling of sequences and pictures, whose channels are last.</summary>
internal sealed class TorchResizing(Resizing layer, TorchLayerContext context) : TorchLayer
{
    private readonly long[] _outputSize = [.. context.OutputShape.SkipLast(1).Select(dimension => (long)dimension)];

    public override Tensor Forward(Tensor input, in LayerPass pass) => layer switch
    {
        // From the last dimension, the channels, to the first; negative numbers crop.
        ZeroPadding1D padding => functional.pad(input, [0, 0, padding.Left, padding.Right]),
        ZeroPadding2D { Padding: var margins } => functional.pad(input, [0, 0, margins.Left, margins.Right, margins.Top, margins.Bottom]),
        Cropping1D cropping => functional.pad(input, [0, 0, -cropping.Left, -cropping.Right]),
        Cropping2D { Cropping: var margins } => functional.pad(input, [0, 0, -margins.Left, -margins.Right, -margins.Top, -margins.Bottom]),
        UpSampling1D upSampling => input.repeat_interleave(upSampling.Size, dim: 1),
        UpSampling2D upSampling => Enlarge(input, upSampling.Interpolation),
        _ => throw new NotSupportedException($"The torch backend does not support {layer}."),
    };

    private Tensor Enlarge(Tensor input, Interpolation interpolation)
    {
        Tensor channelsFirst = input.permute(0, 3, 1, 2);
        Tensor enlarged = interpolation == Interpolation.Nearest
            ? functional.interpolate(channelsFirst, _outputSize, mode: InterpolationMode.Nearest)
            : functional.interpolate(channelsFirst, _outputSize, mode: InterpolationMode.Bilinear, align_corners: false);
        return enlarged.permute(0, 2, 3, 1).contiguous();
    }
}
