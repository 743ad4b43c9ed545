namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A value for each entry of <see cref="NetworkSpec.Parameters"/>, by index, in the layout that the layer's kernels read: the weights
/// themselves, their gradients, or a state of an optimizer. Predictors share the weights and only read them.
/// </summary>
internal sealed class CpuParameters
{
    private readonly CpuParameter[] _items;

    /// <summary>Takes the values of tensors, one per parameter.</summary>
    public CpuParameters(NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
        : this(spec)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            _items[i].Import(weights[i].Values);
        }
    }

    private CpuParameters(NetworkSpec spec)
        : this(spec, [.. spec.Parameters.Select(parameter => new CpuParameter(CpuLayerRegistry.GetLayout(spec, parameter)))])
    {
    }

    private CpuParameters(NetworkSpec spec, CpuParameter[] items)
    {
        Spec = spec;
        _items = items;
    }

    /// <summary>The network.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The parameter at an index of <see cref="NetworkSpec.Parameters"/>.</summary>
    public CpuParameter this[int index] => _items[index];

    /// <summary>Zeros in the same layouts: for gradients and optimizer states.</summary>
    public static CpuParameters Zeros(NetworkSpec spec) => new(spec);

    /// <summary>A copy that shares one parameter with this.</summary>
    /// <param name="shared">The index of the parameter that is not copied.</param>
    public CpuParameters CopyExcept(int shared)
    {
        CpuParameters copy = new(Spec, [.. _items.Select((item, i) => i == shared ? item : new CpuParameter(item.Layout))]);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Takes the values of the same network's parameters, but for those that are shared.</summary>
    public void CopyFrom(CpuParameters other)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            if (_items[i] != other._items[i])
            {
                _items[i].CopyFrom(other._items[i]);
            }
        }
    }

    /// <summary>Sets every value, padding included.</summary>
    public void Fill(float value) => Array.ForEach(_items, item => item.Fill(value));

    /// <summary>Copies, one per entry of <see cref="NetworkSpec.Parameters"/>.</summary>
    public IReadOnlyList<NamedTensor> Export() => [.. Spec.Parameters.Select((parameter, i) => Export(i, parameter.Name))];

    /// <summary>Copies of an optimizer's state, one per trained parameter, named for it: <c>0.weight.mean</c>.</summary>
    public IEnumerable<NamedTensor> ExportState(string name)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            if (Spec.Parameters[i].IsTrainable)
            {
                yield return Export(i, $"{Spec.Parameters[i].Name}.{name}");
            }
        }
    }

    /// <summary>Takes a state that <see cref="ExportState"/> gave.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or of another size.</exception>
    public void ImportState(string name, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            ParameterSpec parameter = Spec.Parameters[i];
            if (!parameter.IsTrainable)
            {
                continue;
            }

            string wanted = $"{parameter.Name}.{name}";
            if (!tensors.TryGetValue(wanted, out NamedTensor? tensor) || tensor.Values.Length != parameter.Size)
            {
                throw new ArgumentException($"The optimizer's state has no tensor {wanted} of {parameter.Size} values.");
            }

            _items[i].Import(tensor.Values);
        }
    }

    private NamedTensor Export(int index, string name) =>
        new(name, Spec.Parameters[index].Shape, _items[index].Export(Spec.Parameters[index].Size));
}
