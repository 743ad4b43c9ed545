using System.Runtime.Intrinsics;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Dropout: y = x · mask. Each value of the mask is 0 with probability rate, otherwise 1 / (1 - rate). Spatial dropout has one value of the mask
/// for each channel of a row.
/// </summary>
/// <remarks>
/// The host draws the masks, which are those of the CPU backend on every device. libtorch's own dropout draws from random numbers that the
/// whole process shares. A device that does not share the host's memory gets one byte for each value.
/// </remarks>
internal sealed class TorchDropout : TorchLayer
{
    private readonly double _rate;
    private readonly int _index;
    private readonly HostRows<float>? _shared;
    private readonly HostRows<byte>[] _sent = [];
    private readonly float[] _row = [];
    private readonly Scalar _scale;

    /// <summary>Creates a layer that drops single values.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="context">What it is created from.</param>
    /// <param name="shape">The shape of the mask of a row; empty for that of the input.</param>
    public TorchDropout(Dropout layer, TorchLayerContext context, params long[] shape)
        : this(layer.Rate, context, shape.Length > 0 ? shape : [.. context.InputShape.Select(dimension => (long)dimension)])
    {
    }

    /// <summary>Creates a layer that drops whole channels.</summary>
    public TorchDropout(SpatialDropout layer, TorchLayerContext context)
        : this(layer.Rate, context, [.. Enumerable.Repeat(1L, context.InputShape.Length - 1), context.InputShape[^1]])
    {
    }

    private TorchDropout(double rate, TorchLayerContext context, long[] shape)
    {
        _rate = rate;
        _index = context.StreamIndex;
        _scale = (1 / (1 - rate)).ToScalar();
        if (context.Device.SharesHostMemory)
        {
            _shared = new(context.Device, ScalarType.Float32, shape);
            return;
        }

        // The device may still read the masks of all steps whose results have not been read.
        _sent = [.. Enumerable.Range(0, context.Device.ResultDelay + 1).Select(_ => new HostRows<byte>(context.Device, ScalarType.Byte, shape))];
        _row = new float[shape.Aggregate(1L, (size, dimension) => size * dimension)];
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        if (!pass.IsTraining || _rate == 0)
        {
            return input;
        }

        return input.mul(Mask((int)input.shape[0], pass));
    }

    /// <summary>Returns the masks of a step's rows, of the shape [rows, mask shape].</summary>
    public Tensor Mask(int rows, in LayerPass pass) =>
        _shared is null ? Send(_sent[pass.Step % _sent.Length], rows, pass) : Draw(_shared, rows, pass);

    public override void Dispose()
    {
        _scale.Dispose();
        _shared?.Dispose();
        foreach (HostRows<byte> masks in _sent)
        {
            masks.Dispose();
        }
    }

    private Tensor Draw(HostRows<float> masks, int rows, in LayerPass pass)
    {
        masks.Begin(rows);
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.Draw(_rate, _index, pass.Seed, pass.Step, pass.PositionOf(row), masks[row]);
        }

        return masks.Tensor;
    }

    private Tensor Send(HostRows<byte> masks, int rows, in LayerPass pass)
    {
        masks.Begin(rows);
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.Draw(_rate, _index, pass.Seed, pass.Step, pass.PositionOf(row), _row);
            MarkKept(_row, masks[row]);
        }

        return masks.OnDevice().to_type(ScalarType.Float32).mul_(_scale);
    }

    // 1 for each value above 0. Sixteen at a time, since a GPU waits for it.
    private static void MarkKept(ReadOnlySpan<float> mask, Span<byte> kept)
    {
        int i = 0;
        for (; i <= mask.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<ushort> low = Vector128.Narrow(Above0(mask, i), Above0(mask, i + 4));
            Vector128<ushort> high = Vector128.Narrow(Above0(mask, i + 8), Above0(mask, i + 12));
            (Vector128.Narrow(low, high) & Vector128<byte>.One).CopyTo(kept[i..]);
        }

        for (; i < mask.Length; i++)
        {
            kept[i] = mask[i] > 0 ? (byte)1 : (byte)0;
        }
    }

    private static Vector128<uint> Above0(ReadOnlySpan<float> values, int first) =>
        Vector128.GreaterThan(Vector128.Create(values.Slice(first, 4)), Vector128<float>.Zero).AsUInt32();
}
