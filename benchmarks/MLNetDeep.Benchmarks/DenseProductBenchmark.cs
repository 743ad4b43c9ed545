using BenchmarkDotNet.Attributes;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Benchmarks;

/// <summary>Measures the forward pass of one panel (a few units) of a dense layer, for each SIMD width.</summary>
public unsafe class DenseProductBenchmark
{
    private const int Rows = 128;
    private const int Depth = 784;

    private readonly AlignedBuffer _left = new(Rows * Depth);
    private readonly AlignedBuffer _right = new(Depth * Panel.Width);
    private readonly AlignedBuffer _result = new(Rows * Panel.Width);
    private readonly AlignedBuffer _bias = new(Panel.Width);
    private KernelSet _kernels = KernelSet.Best;

    /// <summary>The names of the SIMD widths that this processor supports.</summary>
    public static IEnumerable<string> Tiers =>
        Enum.GetValues<SimdTier>().Where(tier => tier <= KernelSet.BestTier).Select(tier => tier.ToString());

    [ParamsSource(nameof(Tiers))]
    public string Tier { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _kernels = KernelSet.For(Enum.Parse<SimdTier>(Tier));
        _left.Span.Fill(0.5f);
        _right.Span.Fill(0.25f);
    }

    [Benchmark]
    public void Forward()
    {
        DenseProduct product = new()
        {
            Left = _left.Pointer,
            LeftRowStride = Depth,
            LeftDepthStride = 1,
            Right = _right.Pointer,
            RightStride = Panel.Width,
            ResultStride = Panel.Width,
            Depth = Depth,
        };
        _kernels.Forward(product, _bias.Pointer, ActivationFunction.Relu, _result.Pointer, new Tile(0, Rows, 0, Panel.Width));
    }
}
