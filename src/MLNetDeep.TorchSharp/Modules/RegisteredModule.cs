using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A name with the factory of its modules. Checks what the factory makes.</summary>
/// <param name="name">The name.</param>
/// <param name="factory">The factory.</param>
internal sealed class RegisteredModule(string name, Func<nn.Module<Tensor, Tensor>> factory)
{
    // Enough to tell the dimension of the rows from others, and accepted by normalizations.
    private const int ProbeRows = 2;

    // Modules, their parts, parameters and buffers that factories have returned. They belong to the session that disposes them.
    private static readonly ConditionalWeakTable<object, object> s_used = [];

    /// <summary>Creates a module, within a <see cref="TorchCall"/>. The caller disposes it.</summary>
    /// <param name="device">The device to which it is moved.</param>
    /// <param name="seed">The seed for libtorch's random numbers, from which weights start.</param>
    /// <exception cref="InvalidOperationException">The factory fails, returns null or something that it returned before.</exception>
    public ModuleInstance Create(torch.Device device, int seed = 0)
    {
        using SharedRandom random = SharedRandom.Begin(seed);
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> module;
        try
        {
            module = factory();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"The factory of the module '{name}' failed: {e.Message}", e);
        }

        if (module is null)
        {
            throw new InvalidOperationException($"The factory of the module '{name}' returned null; accepted: a new module in each call.");
        }

        MarkAsUsed(module);
        try
        {
            return new ModuleInstance(name, module, device, scope);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>Creates a module with weights that follow from a seed, and returns copies of them.</summary>
    /// <param name="layer">The layer whose weights they are.</param>
    /// <param name="seed">The seed for libtorch's random numbers.</param>
    public IReadOnlyList<NamedTensor> CreateWeights(ModuleLayer layer, int seed)
    {
        TorchLibrary.Load();
        using TorchCall call = new(this);
        using ModuleInstance module = Create(CPU, seed);
        module.Check(layer);
        return [.. layer.Tensors.Select(tensor => module.Export(tensor))];
    }

    /// <summary>Creates a module and runs it on rows of zeros, to learn the shape of its outputs.</summary>
    /// <param name="inputRowShape">The shape of one input row.</param>
    /// <exception cref="InvalidOperationException">The module cannot be used; see <see cref="TorchModules.CreateLayer"/>.</exception>
    public ModuleLayer Describe(ImmutableArray<int> inputRowShape)
    {
        TorchLibrary.Load();
        using TorchCall call = new(this);
        using ModuleInstance module = Create(CPU);
        using IDisposable noGradients = no_grad();
        long[] shape = [ProbeRows, .. inputRowShape.Select(dimension => (long)dimension)];
        Tensor output;
        try
        {
            output = module.Forward(zeros(shape, dtype: ScalarType.Float32, device: CPU), isTraining: false);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ExternalException or InvalidOperationException { InnerException: ExternalException }))
        {
            throw new InvalidOperationException(
                $"The module '{name}' failed on a batch of zeros of the shape [{string.Join(", ", shape)}]: {e.Message}", e);
        }

        string? problem = output is null ? "null"
            : output.dtype != ScalarType.Float32 ? $"{output.dtype} numbers"
            : output.dim() < 2 || output.shape[0] != ProbeRows ? $"the shape [{string.Join(", ", output.shape)}]"
            : null;
        return problem is null
            ? module.Describe(inputRowShape, [.. output!.shape.Skip(1).Select(dimension => checked((int)dimension))])
            : throw new InvalidOperationException(
                $"The module '{name}' returned {problem} for a batch of the shape [{string.Join(", ", shape)}]; accepted: Float32 numbers of the "
                + "shape [rows, outputs].");
    }

    // Parts without parameters, such as activations, may be shared.
    private void MarkAsUsed(nn.Module<Tensor, Tensor> module)
    {
        (string Name, object Part)[] parts =
        [
            ("the module", module),
            .. module.named_modules().Select(part => ($"its part {part.name}", (object)part.module)),
            .. module.named_parameters().Select(parameter => ($"its parameter {parameter.name}", (object)parameter.parameter)),
            .. module.named_buffers().Select(buffer => ($"its buffer {buffer.name}", (object)buffer.buffer)),
        ];
        if (parts.FirstOrDefault(part => s_used.TryGetValue(part.Part, out _)) is { Name: { } used })
        {
            throw new InvalidOperationException(
                $"The factory of the module '{name}' returned a module again: {used} is that of an earlier call. Create a new module in each "
                + "call, with new parameters and buffers.");
        }

        foreach (object part in parts.Select(part => part.Part).Where(part => part == module || part is not nn.Module inner || inner.parameters(false).Any()))
        {
            s_used.TryAdd(part, part);
        }
    }
}
