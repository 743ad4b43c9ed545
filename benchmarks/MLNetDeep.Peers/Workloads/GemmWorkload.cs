using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Peers;

/// <summary>The engine's dense matrix products on one and two threads.</summary>
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
                seconds[$"{Name}-{rows}x{depth}x{columns}-{threads}"] = Seconds(team, rows, depth, columns);
            }
        }

        return seconds;
    }

    private static unsafe double Seconds(ThreadTeam team, int rows, int depth, int columns)
    {
        AlignedBuffer left = Filled(rows * depth), right = Filled(depth * columns), result = Filled(rows * columns), bias = new(columns);
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

        // The right operand is stored in panels, like weights.
        Action<int> job = index =>
        {
            Tile tile = grid[index];
            DenseProduct panel = product with
            {
                Right = right.Pointer + Panel.Origin(tile.FirstColumn, depth),
                RightStride = Panel.Stride(tile.FirstColumn, columns),
            };
            kernels.Forward(panel, bias.Pointer, ActivationFunction.Linear, result.Pointer, tile);
        };
        void Multiply() => team.Run(grid.Count, (long)rows * depth * columns, job);
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            best = Math.Min(best, MeanSecondsOf(Multiply, window: 0.05));
        }

        GC.KeepAlive((left, right, result, bias));
        return best;
    }

    private static AlignedBuffer Filled(int length)
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
