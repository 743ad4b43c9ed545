using MLNetDeep.Neural;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A user-defined module as a layer. Its parameters share the memory of the network's parameters.</summary>
/// <remarks>
/// The module updates its buffers, such as running means, whenever it runs in training. So it has buffers of its own: they take the network's
/// values before it runs, and <see cref="Commit"/> copies them back if the step is taken. A variance of a batch of one row is not copied. A
/// frozen module runs as in inference. Processes that share a batch run the module on their own rows, and average the buffers.
/// </remarks>
internal sealed class TorchModuleLayer : TorchLayer
{
    private readonly ModuleLayer _layer;
    private readonly ModuleInstance _module;
    private readonly List<(Tensor Own, Tensor Network)> _buffers = [];
    private readonly Tensor[] _counters;
    private readonly long[] _outputShape;
    private readonly bool _isCuda;
    private readonly bool _isFrozen;
    private readonly bool _isNested;
    private long _rows;
    private WholeBatch? _whole;
    private bool _hasTrained;
    private long _nextStep = -1;

    /// <summary>Creates the module and connects it with the network's parameters.</summary>
    /// <exception cref="NotSupportedException">The module is not registered.</exception>
    /// <exception cref="InvalidOperationException">The module cannot be made, or has other tensors than the layer.</exception>
    public TorchModuleLayer(ModuleLayer layer, TorchLayerContext context)
    {
        _layer = layer;
        _outputShape = [.. layer.OutputRowShape.Select(dimension => (long)dimension)];
        _isCuda = context.Device.IsCuda;
        _isFrozen = context.IsFrozen;
        _isNested = context.IsNested;
        _module = TorchModules.Get(layer.Name).Create(context.Device.Device);
        try
        {
            _module.Check(layer);
            using IDisposable noGradients = no_grad();
            foreach (ModuleTensor tensor in layer.Tensors)
            {
                Connect(tensor.Name, context);
            }

            _counters = [.. layer.BatchCounters.Select(name => _module[name])];
            CopyBuffers();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">The module returned a tensor of another shape than on rows of zeros.</exception>
    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        // A module may change its input in place, and other layers may read the same.
        input = _isNested ? input.clone() : input;
        bool isTraining = pass.IsTraining && !_isFrozen;
        _hasTrained |= isTraining;
        if (_hasTrained)
        {
            using IDisposable noGradients = no_grad();
            CopyBuffers();
        }

        Tensor output = isTraining ? ForwardInTraining(input, pass) : _module.Forward(input, isTraining: false);
        return output.dim() == _outputShape.Length + 1 && output.shape[0] == input.shape[0] && output.shape.AsSpan(1).SequenceEqual(_outputShape)
            ? output
            : throw new InvalidOperationException(
                $"The module '{_layer.Name}' returned the shape [{string.Join(", ", output.shape)}] for a batch of the shape "
                + $"[{string.Join(", ", input.shape)}]; accepted: [{input.shape[0]}, {string.Join(", ", _outputShape)}].");
    }

    public override void Commit()
    {
        if (_isFrozen)
        {
            return;
        }

        using IDisposable noGradients = no_grad();
        foreach ((Tensor own, Tensor network) in _buffers)
        {
            // The variance of one row is NaN in libtorch, which divides by n - 1. PyTorch refuses such a batch.
            Tensor values = _rows == 1 ? own.where(own.isfinite(), network) : own;
            if (_whole is null)
            {
                network.copy_(values);
            }
            else
            {
                _whole.Average(values, network);
            }
        }
    }

    public override void Dispose()
    {
        _module.Dispose();
        _buffers.ForEach(buffer => buffer.Network.Dispose());
    }

    private Tensor ForwardInTraining(Tensor input, in LayerPass pass)
    {
        // A training that was resumed has taken steps that this module has not counted.
        if (pass.Step != _nextStep)
        {
            foreach (Tensor counter in _counters)
            {
                using IDisposable noGradients = no_grad();
                using Scalar steps = pass.Step.ToScalar();
                counter.fill_(steps);
            }
        }

        _nextStep = pass.Step + 1;
        _rows = input.shape[0];
        _whole = pass.Whole;
        using SharedRandom random = SharedRandom.Begin(StepRandom.SeedOf(pass.Seed, pass.Step, pass.PositionOf(0)), _isCuda);
        return _module.Forward(input, isTraining: true);
    }

    private void Connect(string name, TorchLayerContext context)
    {
        (Tensor own, TorchParameters parameters, int index) = (_module[name], context.Parameters, context.IndexOf(name));
        Tensor values = parameters.Values(index).view(own.shape);
        if (own is not Parameter)
        {
            context.Statistic(name);
            _buffers.Add((own, values.Keep()));
            return;
        }

        own.set_(values);
        own.requires_grad = parameters.IsTrained(index);
        if (parameters.IsTrained(index))
        {
            parameters.Replace(index, own);
        }
    }

    private void CopyBuffers()
    {
        foreach ((Tensor own, Tensor network) in _buffers)
        {
            own.copy_(network);
        }
    }
}
