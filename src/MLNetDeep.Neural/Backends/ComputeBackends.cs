using System.Collections.Concurrent;

namespace MLNetDeep.Neural;

/// <summary>The default backend and the registry of backends.</summary>
public static class ComputeBackends
{
    private static readonly ConcurrentDictionary<string, IComputeBackend> s_known = new()
    {
        [CpuBackend.Instance.Name] = CpuBackend.Instance,
    };

    /// <summary>The backend that is used if none is specified: <see cref="CpuBackend"/>.</summary>
    public static IComputeBackend Default => CpuBackend.Instance;

    /// <summary>Registers a backend under its name, so that exceptions can name it if another backend does not support a layer.</summary>
    /// <param name="backend">The backend; it replaces a registered one of the same name.</param>
    public static void Register(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        s_known[backend.Name] = backend;
    }

    /// <summary>Throws an exception if the backend does not support a layer of the network.</summary>
    /// <exception cref="NotSupportedException">The message names the layer and the backends that support it.</exception>
    internal static void Require(IComputeBackend backend, NetworkSpec spec)
    {
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            LayerSpec layer = spec.Layers[i];
            if (!backend.Supports(layer))
            {
                IEnumerable<string> others = s_known.Values.Where(known => known.Supports(layer)).Select(known => known.Name);
                string names = string.Join(", ", others.Order(StringComparer.Ordinal));
                throw new NotSupportedException(
                    $"The backend '{backend.Name}' does not have layer {i}, {layer}. "
                    + $"Backends that have it: {(names.Length == 0 ? "none" : names)}.");
            }
        }
    }
}
