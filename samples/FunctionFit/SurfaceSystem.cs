using System.Collections.Immutable;
using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// The surface f(x, y) = x cos y on [-4, 4] x [-4, 4] sampled on a grid of 25 x 25 points, fitted with the engine alone:
/// three ReLU layers of 10 units, 1,000 full-batch steps of TrainOnBatch.
/// </summary>
internal sealed class SurfaceSystem : IFitSystem
{
    private const int Side = 25;
    private const float Extent = 4;
    private const int Steps = 1000;
    private const double LearningRate = 0.01;

    private static readonly NetworkSpec s_network = new(
        [2], [new Dense(10, Activation.Relu), new Dense(10, Activation.Relu), new Dense(10, Activation.Relu), new Dense(1)]);

    private readonly float[] _inputs = new float[2 * Side * Side];
    private readonly float[] _values = new float[Side * Side];

    public SurfaceSystem()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            float x = Coordinate(i % Side);
            float y = Coordinate(i / Side);
            (_inputs[2 * i], _inputs[(2 * i) + 1]) = (x, y);
            _values[i] = x * MathF.Cos(y);
        }
    }

    public string Name => "surface";

    public string DefaultOptimizer => OptimizerNames.Sgd;

    public OptimizerSpec Optimizer(string name) => name switch
    {
        OptimizerNames.Sgd => new Sgd(LearningRate),
        OptimizerNames.Momentum => new Sgd(LearningRate, momentum: 0.9, nesterov: true),
        _ => new Adam(),
    };

    public FitResult Fit(OptimizerSpec optimizer, int seed, CancellationToken cancellation)
    {
        Network network = new(s_network, seed);
        TrainingData grid = new(new DenseFeatures(_inputs, 2), new DenseTargets(_values));
        FitOptions options = new() { Optimizer = optimizer, Loss = new MeanSquaredError(), Seed = seed };
        ImmutableArray<double>.Builder errors = ImmutableArray.CreateBuilder<double>(Steps);
        for (int step = 0; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            errors.Add(network.TrainOnBatch(grid, options).Loss);
        }

        float[] predictions = new float[_values.Length];
        network.Predict(grid.Features, predictions);
        return new FitResult(network.Evaluate(grid, options.Loss).Loss, [.. predictions], errors.MoveToImmutable(), []);
    }

    public (string Text, Action<TextWriter> WriteSvg) Draw(FitResult result)
    {
        HeatMap map = new("f(x, y) = x cos y", ("function", Grid(_values)), ("network", Grid(result.Predictions.AsSpan())));
        return (map.ToText(), map.WriteSvg);
    }

    private static float Coordinate(int index) => (2 * Extent * index / (Side - 1)) - Extent;

    private static double[,] Grid(ReadOnlySpan<float> values)
    {
        double[,] grid = new double[Side, Side];
        for (int i = 0; i < values.Length; i++)
        {
            grid[i / Side, i % Side] = values[i];
        }

        return grid;
    }
}
