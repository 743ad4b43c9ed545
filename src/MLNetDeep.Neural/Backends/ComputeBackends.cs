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

    /// <summary>Registers a backend under its name, as <see cref="Register"/> does, unless one with this name is registered.</summary>
    /// <param name="backend">The backend.</param>
    /// <returns>Whether the backend was registered.</returns>
    public static bool TryRegister(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return s_registered.TryAdd(backend.Name, backend);
    }

    /// <summary>Throws if the backend does not support a layer of the network.</summary>
    /// <exception cref="NotSupportedException">The message names the layer and the backends that support it.</exception>
    internal static void Require(IComputeBackend backend, NetworkSpec spec)
    {
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            if (!backend.Supports(spec.Layers[i]))
            {
                throw Unsupported(backend, spec.PlacedLayer(i), $"layer {i}");
            }
        }
    }

    /// <summary>
    /// Returns the backend that scores a network if none is specified: null for the default one if it supports all layers, otherwise the
    /// first registered one, by name, that supports them.
    /// </summary>
    /// <exception cref="NotSupportedException">There is none. The message names the layer.</exception>
    internal static IComputeBackend? Substitute(NetworkSpec spec)
    {
        if (spec.Layers.All(Default.Supports))
        {
            return null;
        }

        IComputeBackend? substitute = Registered.FirstOrDefault(backend => spec.Layers.All(backend.Supports));
        if (substitute is null)
        {
            Require(Default, spec);
        }

        return substitute;
    }

    /// <summary>Returns the first registered backend, by name, that supports a layer.</summary>
    /// <exception cref="NotSupportedException">There is none. The message names the layer.</exception>
    /// <param name="layer">The layer.</param>
    /// <param name="name">What the message calls it.</param>
    internal static IComputeBackend Find(PlacedLayer layer, string name) =>
        Registered.FirstOrDefault(backend => backend.Supports(layer.Spec)) ?? throw Unsupported(Default, layer, name);

    private static IEnumerable<IComputeBackend> Registered => s_registered.Values.OrderBy(backend => backend.Name, StringComparer.Ordinal);

    // Names the layer in the layer, if that is the reason.
    private static NotSupportedException Unsupported(IComputeBackend backend, PlacedLayer place, string name)
    {
        if (place.NestedLayers.FirstOrDefault(nested => !backend.Supports(nested.Spec)) is { } inner)
        {
            return Unsupported(backend, inner, $"{name}, {inner.Name}");
        }

        LayerSpec layer = place.Spec;
        string names = string.Join(", ", Registered.Where(other => other.Supports(layer)).Select(other => other.Name));
        return new($"The backend '{backend.Name}' does not support {name}, {layer}. "
            + $"Backends that support it: {(names.Length == 0 ? $"none.{layer.BackendAdvice}" : $"{names}.")}");
    }
}
