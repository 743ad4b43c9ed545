using System.Collections.Immutable;
using System.Diagnostics;
using MLNetDeep.Neural;
using MLNetDeep.Reports;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// Fits the surface f(x, y) = x cos y at 25 x 25 grid points in [-4, 4] x [-4, 4]. Uses the neural network library without ML.NET:
/// three ReLU layers of 10 units each, trained by 1,000 calls of TrainOnBatch with all points.
/// </summary>
internal sealed class SurfaceProblem : IFitProblem
{
    private const int PointsPerSide = 25;
    private const float MaxCoordinate = 4;
    private const int StepCount = 1000;
    private const double LearningRate = 0.01;

    private static readonly NetworkSpec s_network = new(
        [2], [new Dense(10, Activation.Relu), new Dense(10, Activation.Relu), new Dense(10, Activation.Relu), new Dense(1)]);

    private readonly float[] _inputs = new float[2 * PointsPerSide * PointsPerSide];
    private readonly float[] _values = new float[PointsPerSide * PointsPerSide];

    public SurfaceProblem()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            float x = ToCoordinate(i % PointsPerSide);
            float y = ToCoordinate(i / PointsPerSide);
            (_inputs[2 * i], _inputs[(2 * i) + 1]) = (x, y);
            _values[i] = x * MathF.Cos(y);
        }
    }

    public string Name => "surface";

    public string DefaultOptimizer => OptimizerNames.Sgd;

    public OptimizerSpec CreateOptimizer(string name) => name switch
    {
        OptimizerNames.Sgd => new Sgd(LearningRate),
        OptimizerNames.Momentum => new Sgd(LearningRate, momentum: 0.9, nesterov: true),
        _ => new Adam(),
    };

    public FitResult Fit(
        OptimizerSpec optimizer, int seed, IComputeBackend backend, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Network network = new(s_network, seed);
        TrainingData grid = new(new DenseFeatures(_inputs, 2), new DenseTargets(_values));
        FitOptions options = new() { Optimizer = optimizer, Loss = new MeanSquaredError(), Seed = seed, Backend = backend };
        ImmutableArray<double>.Builder losses = ImmutableArray.CreateBuilder<double>(StepCount);
        Stopwatch clock = Stopwatch.StartNew();
        using (BatchTrainer trainer = network.CreateTrainer(options))
        {
            for (int step = 0; step < StepCount; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                EvaluationResult result = trainer.TrainOnBatch(grid);
                losses.Add(result.Loss);
                progress?.Report(new TrainingProgress
                {
                    Epoch = step + 1,
                    Epochs = StepCount,
                    Batch = 1,
                    BatchesPerEpoch = 1,
                    Training = result,
                    Elapsed = clock.Elapsed,
                });
            }
        }

        float[] predictions = new float[_values.Length];
        network.Predict(grid.Features, predictions);
        return new FitResult(network.Evaluate(grid, options.Loss).Loss, [.. predictions], losses.MoveToImmutable(), []);
    }

    public (string Text, Picture Picture) Draw(FitResult result)
    {
        const string Title = "f(x, y) = x cos y";
        (double, double) range = (-MaxCoordinate, MaxCoordinate);
        Picture picture = Pictures.Surface(
            Title, range, range, ("function", ToGrid(_values)), ("network", ToGrid(result.Predictions.AsSpan())));
        TextArt art = new(PointsPerSide, PointsPerSide);
        string scale = $"from -{MaxCoordinate} or less, blank, to {MaxCoordinate} or more, @";
        IEnumerable<string> pictures = art.Draw([ToShades(_values), ToShades(result.Predictions.AsSpan())]);
        IEnumerable<string> lines = [Title, art.Caption(["function", "network"]), .. pictures, scale];
        return (string.Join(Environment.NewLine, lines), picture);
    }

    private static float ToCoordinate(int index) => (2 * MaxCoordinate * index / (PointsPerSide - 1)) - MaxCoordinate;

    // Black is -MaxCoordinate, the function's least value, and white is MaxCoordinate. The last row is at the top.
    private static byte[] ToShades(ReadOnlySpan<float> values)
    {
        byte[] shades = new byte[values.Length];
        for (int i = 0; i < shades.Length; i++)
        {
            float shade = 255 * (values[i] + MaxCoordinate) / (2 * MaxCoordinate);
            shades[((PointsPerSide - 1 - (i / PointsPerSide)) * PointsPerSide) + (i % PointsPerSide)] = (byte)Math.Clamp(shade, 0, 255);
        }

        return shades;
    }

    private static double[,] ToGrid(ReadOnlySpan<float> values)
    {
        double[,] grid = new double[PointsPerSide, PointsPerSide];
        for (int i = 0; i < values.Length; i++)
        {
            grid[i / PointsPerSide, i % PointsPerSide] = values[i];
        }

        return grid;
    }
}
