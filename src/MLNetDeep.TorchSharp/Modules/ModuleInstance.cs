using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A running user-defined module and its tensors by name. Owns the module and everything that its factory created.</summary>
internal sealed class ModuleInstance : IDisposable
{
    private const string CounterName = "num_batches_tracked";

    private readonly string _name;
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly IDisposable[] _made;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private bool? _isTraining;

    /// <summary>Takes over a module that a factory made.</summary>
    /// <param name="name">The name under which the factory is registered.</param>
    /// <param name="module">The module.</param>
    /// <param name="device">The device to which it is moved.</param>
    /// <param name="scope">The scope in which it was made. All that is in it lives as long as the module.</param>
    /// <exception cref="InvalidOperationException">A parameter has another type than Float32.</exception>
    public ModuleInstance(string name, nn.Module<Tensor, Tensor> module, torch.Device device, DisposeScope scope)
    {
        _name = name;
        _module = module;
        if (device.type != DeviceType.CPU)
        {
            module.to(device);
        }

        // A tensor with two names, such as a tied weight, has the first.
        foreach ((string tensorName, Tensor tensor) in module.state_dict().DistinctBy(item => item.Value.Handle))
        {
            if (tensor is Parameter && tensor.dtype != ScalarType.Float32)
            {
                throw new InvalidOperationException(
                    $"The module '{name}' has the parameter {tensorName} of the type {tensor.dtype}; accepted: Float32.");
            }

            _tensors.Add(tensorName, tensor);
        }

        _made = [.. scope.DisposablesView];
        scope.Detach(_made);
    }

    /// <summary>The names of the counters of training batches.</summary>
    public IEnumerable<string> Counters => _tensors.Where(item => IsCounter(item.Key, item.Value)).Select(item => item.Key);

    /// <summary>The module's own tensor of a name.</summary>
    public Tensor this[string name] => _tensors[name];

    // Buffers of other types are constants, which the factory makes again.
    private IEnumerable<ModuleTensor> Saved => _tensors
        .Where(item => item.Value.dtype == ScalarType.Float32)
        .Select(item => new ModuleTensor(item.Key, ShapeOf(item.Value), item.Value is Parameter { requires_grad: true }));

    /// <summary>Describes the module as a layer.</summary>
    public ModuleLayer Describe(ImmutableArray<int> inputRowShape, ImmutableArray<int> outputRowShape) =>
        new(_name, inputRowShape, outputRowShape, [.. Saved], [.. Counters]);

    /// <summary>Throws if the module does not have the tensors of a layer, with the same names and shapes.</summary>
    /// <exception cref="InvalidOperationException">The message names the first difference.</exception>
    public void Check(ModuleLayer layer)
    {
        Dictionary<string, ModuleTensor> own = Saved.ToDictionary(tensor => tensor.Name);
        string? difference = null;
        foreach (ModuleTensor tensor in layer.Tensors)
        {
            difference ??= !own.Remove(tensor.Name, out ModuleTensor? same) ? $"the network has {Text(tensor)}, the module does not"
                : !same.Shape.SequenceEqual(tensor.Shape) ? $"the network has {Text(tensor)}, the module {Text(same)}"
                : null;
        }

        difference ??= own.Count > 0 ? $"the module has {Text(own.Values.First())}, the network does not" : null;
        if (difference is not null)
        {
            throw new InvalidOperationException(
                $"The module that is registered as '{_name}' is not the one of the network: {difference}. Register the factory of the module that "
                + "was trained.");
        }
    }

    /// <summary>Copies the values of a tensor.</summary>
    public NamedTensor Export(ModuleTensor tensor)
    {
        float[] values = new float[_tensors[tensor.Name].numel()];
        TensorMemory.Read(_tensors[tensor.Name], values);
        return new NamedTensor(tensor.Name, tensor.Shape, values);
    }

    /// <summary>Computes the module's outputs.</summary>
    /// <param name="input">The inputs.</param>
    /// <param name="isTraining">Whether the module is in training mode, for dropout and normalizations.</param>
    /// <exception cref="InvalidOperationException">libtorch refused an operation of the module. The message has the shape of the batch.</exception>
    public Tensor Forward(Tensor input, bool isTraining)
    {
        if (_isTraining != isTraining)
        {
            _module.train(isTraining);
            _isTraining = isTraining;
        }

        try
        {
            return _module.forward(input);
        }
        catch (ExternalException e) when (!TorchErrors.IsOutOfMemory(e))
        {
            // Behind the first line, libtorch writes its own stack.
            throw new InvalidOperationException(
                $"The module '{_name}' failed in {(isTraining ? "training" : "inference")} on a batch of the shape "
                + $"[{string.Join(", ", input.shape)}]: {e.Message.Split('\n')[0]}",
                e);
        }
    }

    /// <summary>Releases the module and all tensors that its factory made.</summary>
    public void Dispose()
    {
        _module.Dispose();
        foreach (IDisposable item in _tensors.Values.Concat(_made))
        {
            item.Dispose();
        }
    }

    private static bool IsCounter(string name, Tensor tensor) =>
        tensor.dtype == ScalarType.Int64 && tensor.numel() == 1 && (name == CounterName || name.EndsWith($".{CounterName}", StringComparison.Ordinal));

    // Scalars are saved as vectors of one number, which PyTorch also reads as scalars.
    private static ImmutableArray<int> ShapeOf(Tensor tensor) =>
        tensor.dim() == 0 ? [1] : [.. tensor.shape.Select(dimension => checked((int)dimension))];

    private static string Text(ModuleTensor tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]";
}
