namespace MLNetDeep.Neural.Cpu;

/// <summary>An architecture with weights in the layout of the kernels. Shared by predictors, who only read it.</summary>
internal sealed class CpuParameters
{
    private readonly DenseParameters?[] _layers;

    public CpuParameters(NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
        : this(spec)
    {
        for (int i = 0; i < spec.Parameters.Length; i++)
        {
            this[spec.Parameters[i].Position].Import(spec.Parameters[i].Role, weights[i].Values);
        }
    }

    private CpuParameters(NetworkSpec spec)
    {
        Spec = spec;
        _layers = new DenseParameters?[spec.Layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = spec.Layers[i] switch
            {
                Dense dense => new DenseParameters(spec.InputShapeOf(i)[0], dense.Units),
                BatchNormalization => new NormalizationParameters(spec.InputShapeOf(i)[0]),
                _ => null,
            };
        }
    }

    public NetworkSpec Spec { get; }

    /// <summary>The parameters of the layer at a position, which must have some.</summary>
    public DenseParameters this[int position] => _layers[position]!;

    /// <summary>Zeros in the same shapes: for gradients and optimizer states.</summary>
    public static CpuParameters Zeros(NetworkSpec spec) => new(spec);

    /// <summary>A copy, but for the weights of the layer at <paramref name="position"/>, which are those of this model.</summary>
    public CpuParameters CopyBut(int position)
    {
        CpuParameters copy = new(Spec);
        copy._layers[position] = new DenseParameters(this[position]);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Takes the values of a model of the same architecture.</summary>
    public void CopyFrom(CpuParameters other)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i]?.CopyFrom(other[i]);
        }
    }

    /// <summary>Sets all values of trained parameters and their padding.</summary>
    public void Fill(float value)
    {
        foreach (DenseParameters? layer in _layers)
        {
            layer?.Fill(value);
        }
    }

    /// <summary>Copies, one per entry of <see cref="NetworkSpec.Parameters"/>.</summary>
    public IReadOnlyList<NamedTensor> Export() => [.. Spec.Parameters.Select(parameter => Export(parameter, parameter.Name))];

    /// <summary>Copies of a state, one per trained parameter, named for it: <c>0.weight.mean</c>.</summary>
    public IEnumerable<NamedTensor> ExportState(string name) =>
        Spec.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => Export(parameter, $"{parameter.Name}.{name}"));

    /// <summary>Takes a state that <see cref="ExportState"/> gave.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or of another size.</exception>
    public void ImportState(string name, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        foreach (ParameterSpec parameter in Spec.Parameters.Where(parameter => parameter.IsTrainable))
        {
            string wanted = $"{parameter.Name}.{name}";
            if (!tensors.TryGetValue(wanted, out NamedTensor? tensor) || tensor.Values.Length != parameter.Size)
            {
                throw new ArgumentException($"The optimizer's state has no tensor {wanted} of {parameter.Size} values.");
            }

            this[parameter.Position].Import(parameter.Role, tensor.Values);
        }
    }

    private NamedTensor Export(ParameterSpec parameter, string name) =>
        new(name, parameter.Shape, this[parameter.Position].Export(parameter.Role));
}
