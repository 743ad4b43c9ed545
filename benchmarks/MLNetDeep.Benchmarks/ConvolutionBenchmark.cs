using BenchmarkDotNet.Attributes;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Benchmarks;

/// <summary>Measures a convolution, alone and with the maximum pooling after it: forward, and backward with an update by Adam.</summary>
public class ConvolutionBenchmark
{
    private const int BatchSize = 64;

    private readonly Dictionary<string, NetworkSpec> _specs = new()
    {
        ["1 to 32 channels"] = new([28, 28, 1], [new Conv2D(32, 3, activation: Activation.Relu)]),
        ["1 to 32 channels, pooled"] = new([28, 28, 1], [new Conv2D(32, 3, activation: Activation.Relu), new MaxPooling2D(2)]),
        ["32 to 64 channels"] = new([13, 13, 32], [new Conv2D(64, 3, activation: Activation.Relu)]),
        ["32 to 64 channels, pooled"] = new([13, 13, 32], [new Conv2D(64, 3, activation: Activation.Relu), new MaxPooling2D(2)]),
        ["6 channels of 5x5, pooled"] = new([28, 28, 1], [new Conv2D(6, 5, activation: Activation.Relu), new MaxPooling2D(2)]),
        ["same padding"] = new([32, 32, 32], [new Conv2D(32, 3, padding: Padding.Same, activation: Activation.Relu)]),
        ["depthwise"] = new([32, 32, 32], [new DepthwiseConv2D(3)]),
    };

    private LayerStack? _layers;
    private CpuOptimizer? _optimizer;
    private Activations? _inputGradient;

    /// <summary>The names of the layers.</summary>
    public IEnumerable<string> Layers => _specs.Keys;

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        NetworkSpec spec = _specs[Layer];
        CpuParameters weights = new(spec, new Network(spec, seed: 1).GetWeights());
        _layers = new LayerStack(CpuPlan.ForLoss(spec, new MeanSquaredError(), training: true), weights, ThreadTeam.CallerOnly, BatchSize);
        _optimizer = new CpuOptimizer(new Adam(), weights);
        _inputGradient = new Activations(spec.InputShape);
        _inputGradient.EnsureRows(BatchSize);
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, BatchSize * spec.InputSize).Select(_ => random.NextSingle())];
        _layers.Forward(new DenseFeatures(values, spec.InputSize), [.. Enumerable.Range(0, BatchSize)], step: 0);
        FillGradient(random);
    }

    [Benchmark]
    public void Forward() => _layers!.ForwardFrom(0, BatchSize, step: 0);

    [Benchmark]
    public void Backward() => _layers!.Layers[0].Backward(BatchSize, _inputGradient, _optimizer!.NextStep());

    private unsafe void FillGradient(Random random)
    {
        Activations gradient = _layers!.OutputGradient;
        for (int i = 0; i < BatchSize * gradient.Stride; i++)
        {
            gradient.Pointer[i] = (random.NextSingle() - 0.5f) * 1e-3f;
        }
    }
}
