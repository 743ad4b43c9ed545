using MLNetDeep.Benchmarks;
using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Peers;

/// <summary>Multiplies dense matrices with MLNetDeep's kernels on one thread and on two threads.</summary>
internal sealed class GemmWorkload() : Workload("gemm")
{
    private static readonly (int Rows, int Depth, int Columns)[] s_shapes =
        [(32, 784, 128), (128, 784, 512), (128, 512, 512), (1024, 1024, 1024)];

    public override void Prepare(int threads) => Measure();

    public override IReadOnlyDictionary<string, double> Measure()
    {
        Dictionary<string, double> seconds = [];
        for (int threads = 1; threads <= 2; threads++)
        {
            using ThreadTeam team = new(threads);
            foreach ((int rows, int depth, int columns) in s_shapes)
            {
                seconds[$"{Name}-{rows}x{depth}x{columns}-{threads}"] = MeasureProduct(team, rows, depth, columns);
            }
        }

        return seconds;
    }

    private static unsafe double MeasureProduct(ThreadTeam team, int rows, int depth, int columns)
    {
        AlignedBuffer left = CreateRandomBuffer(rows * depth);
        AlignedBuffer right = CreateRandomBuffer(depth * columns);
        AlignedBuffer result = CreateRandomBuffer(rows * columns);
        AlignedBuffer bias = new(columns);
        DenseProduct product = new()
        {
            Left = left.Pointer,
            LeftRowStride = depth,
            LeftDepthStride = 1,
            ResultStride = columns,
            Depth = depth,
        };
        TileGrid grid = new(rows, columns, team.Size);
        KernelSet kernels = KernelSet.Best;

        // The kernels expect the right matrix in panels of columns, the layout of the weights of a dense layer.
        Action<int> multiplyTile = index =>
        {
            Tile tile = grid[index];
            DenseProduct panel = product with
            {
                Right = right.Pointer + Panel.Origin(tile.FirstColumn, depth),
                RightStride = Panel.Stride(tile.FirstColumn, columns),
            };
            kernels.Forward(panel, bias.Pointer, ActivationFunction.Linear, result.Pointer, tile);
        };
        void Multiply() => team.Run(grid.Count, (long)rows * depth * columns, multiplyTile);
        double bestSeconds = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            bestSeconds = Math.Min(bestSeconds, MeanSecondsOf(Multiply, windowSeconds: 0.05));
        }

        GC.KeepAlive((left, right, result, bias));
        return bestSeconds;
    }

    private static AlignedBuffer CreateRandomBuffer(int length)
    {
        AlignedBuffer buffer = new(length);
        Random random = new(1);
        foreach (ref float value in buffer.Span)
        {
            value = random.NextSingle();
        }

        return buffer;
    }
}
