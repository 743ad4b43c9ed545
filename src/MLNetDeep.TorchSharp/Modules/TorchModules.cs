using System.Collections.Concurrent;
using System.Collections.Immutable;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The registry of TorchSharp modules that networks contain. Its methods may be called on any thread.</summary>
/// <remarks>
/// A saved model has the weights of a module and its name, but not its code. So each process that trains or scores such a model registers a
/// factory under the same name first, when it starts.
/// </remarks>
/// <example>
/// <code>
/// TorchModules.Register("digits", () => new DigitsNet());
/// ITransformer model = ml.Model.Load("digits.zip", out _);
/// </code>
/// </example>
public static class TorchModules
{
    private static readonly ConcurrentDictionary<string, RegisteredModule> s_modules = new(StringComparer.Ordinal);

    /// <summary>Registers the factory of a module. It replaces the factory of the same name, which modules at work keep.</summary>
    /// <remarks>
    /// <para>The factory is called for each training session and each thread that scores, one call at a time, so it must create a new module in
    /// each call, always with the same parameters and buffers. It is not called by this method, and libtorch is not loaded.</para>
    /// <para>A network with a module is scored by <see cref="TorchBackend.Cpu"/> unless a call says otherwise.</para>
    /// </remarks>
    /// <param name="name">The name, which saved models contain. Upper and lower case differ.</param>
    /// <param name="factory">
    /// Creates the module on the CPU, with parameters of <see cref="float"/>. The module takes a batch of rows as floats of the shape
    /// [rows, input shape] and returns floats of the shape [rows, outputs].
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Register(string name, Func<nn.Module<Tensor, Tensor>> factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factory);
        s_modules[name] = new RegisteredModule(name, factory);
        ComputeBackends.TryRegister(TorchBackend.Cpu());
    }

    /// <summary>Describes a registered module as a layer, for a network of the caller's. The module is created and run on rows of zeros.</summary>
    /// <remarks>
    /// The initial weights of a network with the layer are those that the factory's module has after <c>torch.manual_seed</c> with the seed of
    /// the network plus the index of the layer.
    /// </remarks>
    /// <param name="name">The name under which the module is registered.</param>
    /// <param name="inputRowShape">The shape of one input row, such as [1, 28, 28].</param>
    /// <exception cref="NotSupportedException">No module is registered under the name.</exception>
    /// <exception cref="InvalidOperationException">
    /// The factory fails, returns null or a module that it returned before; or the module fails on rows of zeros, or returns something else
    /// than floats of the shape [rows, outputs].
    /// </exception>
    public static ModuleLayer CreateLayer(string name, ImmutableArray<int> inputRowShape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Get(name).Describe(inputRowShape);
    }

    /// <summary>Whether a module is registered under a name.</summary>
    internal static bool Contains(string name) => s_modules.ContainsKey(name);

    /// <summary>Returns the module that is registered under a name.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static RegisteredModule Get(string name) => s_modules.TryGetValue(name, out RegisteredModule? module)
        ? module
        : throw new NotSupportedException(
            $"No module is registered as '{name}': call TorchModules.Register(\"{name}\", factory) first.");
}
