using BenchmarkDotNet.Attributes;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Benchmarks;

/// <summary>Measures one step of each optimizer on 65,536 weights and their gradients.</summary>
public unsafe class UpdateBenchmark
{
    private const int WeightCount = 1 << 16;

    private readonly AlignedBuffer[] _buffers = [.. Enumerable.Range(0, 5).Select(_ => new AlignedBuffer(WeightCount))];

    /// <summary>The names of the optimizers' update rules.</summary>
    public static IEnumerable<string> Kinds => Enum.GetNames<UpdateKind>();

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        foreach (AlignedBuffer buffer in _buffers)
        {
            buffer.Span.Fill(0.5f);
        }
    }

    [Benchmark]
    public void Step()
    {
        UpdateArguments arguments = new()
        {
            Kind = Enum.Parse<UpdateKind>(Kind),
            Rate = 1e-3f,
            Momentum = 0.9f,
            Beta1 = 0.9f,
            OneMinusBeta1 = 0.1f,
            Beta2 = 0.999f,
            OneMinusBeta2 = 0.001f,
            Epsilon = 1e-7f,
            FirstState = _buffers[2].Pointer,
            SecondState = _buffers[3].Pointer,
            ThirdState = _buffers[4].Pointer,
        };
        KernelSet.Best.Update(_buffers[0].Pointer, arguments, _buffers[1].Pointer, 0, WeightCount);
    }
}
