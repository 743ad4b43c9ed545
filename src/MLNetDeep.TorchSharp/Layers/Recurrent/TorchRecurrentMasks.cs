using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The dropout masks of a recurrent layer in one direction, which are those of the CPU backend: the host draws them.</summary>
internal sealed class TorchRecurrentMasks : IDisposable
{
    private readonly RecurrentLayer _layer;
    private readonly int _index;
    private readonly bool _isReverse;

    // The device may still read the masks of all steps whose results have not been read.
    private readonly HostRows<float>[] _inputMasks = [];
    private readonly HostRows<float>[] _stateMasks = [];

    public TorchRecurrentMasks(RecurrentLayer layer, TorchLayerContext context, bool isReverse)
    {
        (_layer, _index, _isReverse) = (layer, context.StreamIndex, isReverse);
        _inputMasks = layer.Dropout > 0 ? CreateMasks(context.Device, context.InputShape[1]) : [];
        _stateMasks = layer.RecurrentDropout > 0 ? CreateMasks(context.Device, layer.Units) : [];
    }

    /// <summary>Draws the masks of a batch in training: [rows, features] and [rows, units]; null for none.</summary>
    public (Tensor? Input, Tensor? State) Draw(int rows, in LayerPass pass) =>
        pass.IsTraining ? (Draw(_inputMasks, ofStates: false, rows, pass), Draw(_stateMasks, ofStates: true, rows, pass)) : default;

    public void Dispose()
    {
        foreach (HostRows<float> masks in (HostRows<float>[])[.. _inputMasks, .. _stateMasks])
        {
            masks.Dispose();
        }
    }

    private static HostRows<float>[] CreateMasks(TorchDevice device, int size) =>
        [.. Enumerable.Range(0, device.SharesHostMemory ? 1 : device.ResultDelay + 1).Select(_ => new HostRows<float>(device, ScalarType.Float32, size))];

    private Tensor? Draw(HostRows<float>[] all, bool ofStates, int rows, in LayerPass pass)
    {
        if (all.Length == 0)
        {
            return null;
        }

        HostRows<float> masks = all[pass.Step % all.Length];
        masks.Begin(rows);
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.DrawRecurrent(_layer, ofStates, _isReverse, _index, pass.Seed, pass.Step, pass.PositionOf(row), masks[row]);
        }

        return masks.OnDevice();
    }
}
