using System.Collections.Concurrent;

namespace MLNetDeep.Neural;

/// <summary>The default backend and the registry of backends.</summary>
public static class ComputeBackends
{
    private static readonly ConcurrentDictionary<string, IComputeBackend> s_registered = new()
    {
        [CpuBackend.Instance.Name] = CpuBackend.Instance,
    };

    /// <summary>The backend that is used if none is specified: <see cref="CpuBackend"/>.</summary>
    public static IComputeBackend Default => CpuBackend.Instance;

    /// <summary>Registers a backend under its name. Exceptions about unsupported layers then list it if it supports the layer.</summary>
    /// <param name="backend">The backend. It replaces a registered backend with the same name.</param>
    public static void Register(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        s_registered[backend.Name] = backend;
    }

    /// <summary>Throws if the backend does not support a layer of the network.</summary>
    /// <exception cref="NotSupportedException">The message names the layer and the backends that support it.</exception>
    internal static void Require(IComputeBackend backend, NetworkSpec spec)
    {
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            LayerSpec layer = spec.Layers[i];
            if (!backend.Supports(layer))
            {
                IEnumerable<string> others = s_registered.Values.Where(other => other.Supports(layer)).Select(other => other.Name);
                string names = string.Join(", ", others.Order(StringComparer.Ordinal));
                throw new NotSupportedException(
                    $"The backend '{backend.Name}' does not support layer {i}, {layer}. "
                    + $"Backends that support it: {(names.Length == 0 ? "none" : names)}.");
            }
        }
    }
}
