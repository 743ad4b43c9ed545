using System.Collections.Immutable;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Padding = MLNetDeep.Neural.Padding;

namespace MLNetDeep.TorchSharp;

/// <summary>Maximum and average pooling, of windows or of all positions. A sequence is a picture of height 1.</summary>
/// <remarks>
/// libtorch pads both sides equally. Here the input is padded first: with -∞ for maxima, and with 0 for averages, which are then multiplied by
/// the size of a window and divided by the number of its values.
/// </remarks>
internal sealed class TorchPooling : TorchLayer
{
    private static readonly Scalar s_lowest = double.NegativeInfinity.ToScalar();
    private readonly bool _takesMaximum;
    private readonly bool _isGlobal;
    private readonly bool _takesSequences;
    private readonly long[] _pool;
    private readonly long[] _strides;
    private readonly long[] _outputShape;
    private readonly long[] _emptyShape;

    // Before and after the width, before and after the height; empty without padding.
    private readonly long[] _padding = [];
    private readonly Tensor? _corrections;
    private readonly Scalar _leastShare;

    /// <summary>Creates the layer.</summary>
    public TorchPooling(Pooling layer, TorchLayerContext context)
    {
        ImmutableArray<int> input = context.InputShape;
        Size2D size = input.Length == 3 ? (input[0], input[1]) : (1, input[0]);
        (Size2D pool, Size2D strides, Padding padding) = layer switch
        {
            WindowPooling1D windows => ((1, windows.PoolSize), (1, windows.Strides), windows.Padding),
            WindowPooling2D windows => (windows.PoolSize, windows.Strides, windows.Padding),
            _ => (size, size, Padding.Valid),
        };
        _isGlobal = layer is GlobalPooling;
        _takesSequences = input.Length == 2;
        _takesMaximum = layer is MaxPooling1D or MaxPooling2D or GlobalMaxPooling1D or GlobalMaxPooling2D;
        _pool = [pool.Height, pool.Width];
        _strides = [strides.Height, strides.Width];
        _outputShape = [-1, .. layer.OutputShape(input)];
        _emptyShape = [-1, .. Enumerable.Repeat(1L, _outputShape.Length - 1)];
        _leastShare = (0.5 / (pool.Height * (double)pool.Width)).ToScalar();
        WindowAxis height = WindowAxis.Of(size.Height, pool.Height, strides.Height, 1, padding);
        WindowAxis width = WindowAxis.Of(size.Width, pool.Width, strides.Width, 1, padding);
        if (height.Before + height.After + width.Before + width.After > 0)
        {
            _padding = [width.Before, width.After, height.Before, height.After];
            _corrections = _takesMaximum ? null : Corrections(size, context.Device).Keep();
        }
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        SequenceLengths? lengths = _takesSequences ? pass.Lengths : null;
        Tensor output = lengths is null ? Pool(ChannelsFirst(input), _corrections) : PoolUsed(input, lengths);
        output = output.permute(0, 2, 3, 1).reshape(_outputShape);

        // Only a row of length 0 has a global window without values, whose maximum is -∞.
        return lengths is not null && _isGlobal && _takesMaximum
            ? output.masked_fill(lengths.Padding.select(1, 0).reshape(_emptyShape), Scalars.Zero)
            : output;
    }

    public override void Dispose()
    {
        _corrections?.Dispose();
        _leastShare.Dispose();
    }

    private static Tensor ChannelsFirst(Tensor input) => (input.dim() == 3 ? input.unsqueeze(1) : input).permute(0, 3, 1, 2);

    // Values beyond the lengths are 0: averages need the share of the values in each window that count.
    private Tensor PoolUsed(Tensor input, SequenceLengths lengths)
    {
        if (_takesMaximum)
        {
            return Pool(ChannelsFirst(input.masked_fill(lengths.Padding, s_lowest)), null);
        }

        Tensor shares = Pool(ChannelsFirst(lengths.Mask), null).clamp_min(_leastShare);
        return Pool(ChannelsFirst(input), null).div(shares);
    }

    private Tensor Pool(Tensor values, Tensor? corrections)
    {
        Tensor padded = _padding.Length == 0
            ? values
            : functional.pad(values, _padding, PaddingModes.Constant, _takesMaximum ? double.NegativeInfinity : 0);
        return _takesMaximum ? functional.max_pool2d(padded, _pool, _strides)
            : corrections is null ? functional.avg_pool2d(padded, _pool, _strides)
            : functional.avg_pool2d(padded, _pool, _strides).mul(corrections);
    }

    // The averages of ones with padding are the shares of values in windows.
    private Tensor Corrections(Size2D size, TorchDevice device)
    {
        Tensor shares = functional.avg_pool2d(
            functional.pad(ones([1, 1, size.Height, size.Width], device: device.Device), _padding), _pool, _strides);
        return shares.reciprocal();
    }
}
