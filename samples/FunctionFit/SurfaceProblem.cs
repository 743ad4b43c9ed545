using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// Fits the surface f(x, y) = x cos y at 25 x 25 grid points in [-4, 4] x [-4, 4]. Uses the neural network library without ML.NET:
/// three ReLU layers of 10 units each, trained by 1,000 steps with all points.
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

    public FitResult Fit(FitSettings settings)
    {
        Network network = new(s_network, settings.Seed);
        TrainingData grid = new(new DenseFeatures(_inputs, 2), new DenseTargets(_values));
        FitOptions options = new()
        {
            Optimizer = settings.Optimizer,
            Loss = new MeanSquaredError(),
            BatchSize = grid.RowCount,
            Epochs = StepCount,
            Shuffle = false,
            Seed = settings.Seed,
            Backend = settings.Backend,
            GradientExchange = settings.Ranks,
            LocalSteps = settings.LocalSteps,
            Callbacks = settings.Callbacks,
            StopToken = settings.StopToken,
        };
        TrainingHistory history = network.Fit(grid, options, settings.Progress, settings.Cancellation);
        float[] predictions = new float[_values.Length];
        network.Predict(grid.Features, predictions);
        ImmutableArray<double> losses = [.. history.Epochs.Select(epoch => epoch.Training.Loss)];
        return new FitResult(network.Evaluate(grid, options.Loss).Loss, [.. predictions], losses, [])
        {
            CreateReport = report => CreateReport(network, settings.Seed, report with { ExtraPictures = [.. report.ExtraPictures, Pictures.Loss(history)] }),
        };
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

    // A report is about a model of ML.NET: a training of 0 steps makes one of the network.
    private EvaluationReport CreateReport(Network network, int seed, ReportOptions options)
    {
        MLContext ml = new(seed);
        IDataView points = ml.Data.LoadFromEnumerable(_values.Select((z, i) => new SurfacePoint { Position = [_inputs[2 * i], _inputs[(2 * i) + 1]], Z = z }));
        NetworkTransformer model = ml.Regression.Trainers.NeuralNetwork(s_network, new NeuralNetworkOptions
        {
            InitialNetwork = network,
            Iterations = 0,
            StandardizeFeatures = false,
            StandardizeLabels = false,
        }).Fit(points);
        IDataView scored = model.Transform(points);
        return EvaluationReport.Create(ml.Regression.Evaluate(scored), scored, model, options with { TrainingData = points, Seed = seed });
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

    private sealed class SurfacePoint
    {
        [VectorType(2)]
        [ColumnName("Features")]
        public float[] Position { get; set; } = [];

        [ColumnName("Label")]
        public float Z { get; set; }
    }
}
