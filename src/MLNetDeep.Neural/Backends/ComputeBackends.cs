using System.Collections.Concurrent;

namespace MLNetDeep.Neural;

/// <summary>The default backend, and the backends that this process knows of.</summary>
public static class ComputeBackends
{
    private static readonly ConcurrentDictionary<string, IComputeBackend> s_known = new() { [CpuBackend.Instance.Name] = CpuBackend.Instance };

    /// <summary>The backend that is used where none is given: <see cref="CpuBackend"/>.</summary>
    public static IComputeBackend Default => CpuBackend.Instance;

    /// <summary>Makes a backend known by its name, so that messages can name it where another backend lacks a layer.</summary>
    /// <param name="backend">The backend; one of the same name is replaced.</param>
    public static void Register(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        s_known[backend.Name] = backend;
    }

    /// <summary>Refuses a network of which the backend lacks a layer.</summary>
    /// <exception cref="NotSupportedException">The message names the layer and the backends that have it.</exception>
    internal static void Require(IComputeBackend backend, NetworkSpec spec)
    {
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            LayerSpec layer = spec.Layers[i];
            if (!backend.Supports(layer))
            {
                IEnumerable<string> others = s_known.Values.Where(known => known.Supports(layer)).Select(known => known.Name).Order(StringComparer.Ordinal);
                string names = string.Join(", ", others);
                throw new NotSupportedException(
                    $"The backend '{backend.Name}' does not have layer {i}, {layer}. Backends that have it: {(names.Length == 0 ? "none" : names)}.");
            }
        }
    }
}
