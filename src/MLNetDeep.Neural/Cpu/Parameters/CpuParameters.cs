namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// One <see cref="CpuParameter"/> for each entry of <see cref="NetworkSpec.Parameters"/>, in the layout that the layer's kernels read. They
/// hold the weights, their gradients, or one state of an optimizer. Predictors share the weights and only read them.
/// </summary>
internal sealed class CpuParameters
{
    private readonly CpuParameter[] _items;

    /// <summary>Copies the weights from tensors, one per parameter.</summary>
    public CpuParameters(NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
        : this(spec)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            _items[i].Import(spec.Parameters[i].InRowOrder(weights[i].Values));
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

    /// <summary>Creates parameters whose values are 0, for gradients and optimizer states.</summary>
    public static CpuParameters Zeros(NetworkSpec spec) => new(spec);

    /// <summary>Returns a copy that shares one parameter with this object.</summary>
    /// <param name="shared">The index of the parameter that is not copied.</param>
    public CpuParameters CopyExcept(int shared)
    {
        CpuParameters copy = new(Spec, [.. _items.Select((item, i) => i == shared ? item : new CpuParameter(item.Layout))]);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Copies the values of another set of parameters of the same network, except shared parameters.</summary>
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

    /// <summary>Sets all values, padding included.</summary>
    public void Fill(float value)
    {
        foreach (CpuParameter item in _items)
        {
            item.Fill(value);
        }
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public bool AreFinite() => Array.TrueForAll(_items, item => item.IsFinite);

    /// <summary>Returns copies as tensors, one per entry of <see cref="NetworkSpec.Parameters"/>.</summary>
    public IReadOnlyList<NamedTensor> Export() => [.. Spec.Parameters.Select((parameter, i) => Export(i, parameter.Name))];

    /// <summary>Returns copies of an optimizer state, one per trained parameter, with names such as <c>0.weight.mean</c>.</summary>
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

    /// <summary>Restores a state that <see cref="ExportState"/> returned.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or has the wrong size.</exception>
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
                throw new ArgumentException($"The optimizer state has no tensor '{wanted}' with {parameter.Size} values.");
            }

            _items[i].Import(parameter.InRowOrder(tensor.Values));
        }
    }

    private NamedTensor Export(int index, string name) =>
        new(name, Spec.Parameters[index].Shape, Spec.Parameters[index].InFileOrder(_items[index].Export(Spec.Parameters[index].Size)));
}
