using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An architecture with weights in the layout of the kernels. Shared by predictors, who only read it.</summary>
internal sealed class CpuModel
{
    private readonly DenseParameters?[] _layers;

    public CpuModel(NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
        : this(spec)
    {
        int next = 0;
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is { } parameters)
            {
                parameters.ImportKernel(weights[next++].Values);
                if (((Dense)spec.Layers[i]).UseBias)
                {
                    parameters.ImportBias(weights[next++].Values);
                }
            }
        }
    }

    private CpuModel(NetworkSpec spec)
    {
        Spec = spec;
        _layers = new DenseParameters?[spec.Layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            if (spec.Layers[i] is Dense dense)
            {
                _layers[i] = new DenseParameters(spec.InputShapeOf(i)[0], dense.Units);
            }
        }
    }

    public NetworkSpec Spec { get; }

    /// <summary>The parameters of the layer at a position, which must be dense.</summary>
    public DenseParameters this[int position] => _layers[position]!;

    /// <summary>Zeros in the same shapes: for gradients and optimizer states.</summary>
    public static CpuModel Zeros(NetworkSpec spec) => new(spec);

    /// <summary>Copies, one per entry of <see cref="NetworkSpec.Parameters"/>; <paramref name="suffix"/> is added to each name.</summary>
    public IReadOnlyList<NamedTensor> Export(string suffix = "")
    {
        ImmutableArray<NamedTensor>.Builder tensors = ImmutableArray.CreateBuilder<NamedTensor>(Spec.Parameters.Length);
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is { } parameters)
            {
                ParameterSpec kernel = Spec.Parameters[tensors.Count];
                tensors.Add(new NamedTensor(kernel.Name + suffix, kernel.Shape, parameters.ExportKernel()));
                if (((Dense)Spec.Layers[i]).UseBias)
                {
                    ParameterSpec bias = Spec.Parameters[tensors.Count];
                    tensors.Add(new NamedTensor(bias.Name + suffix, bias.Shape, parameters.ExportBias()));
                }
            }
        }

        return tensors.MoveToImmutable();
    }
}
