using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// Fits the curve f(x) = cos 2x + x sin 3x + sqrt x - 2 at 100 equally spaced points in [0, 5]. The trainer is the multilayer perceptron
/// in ML.NET's regression catalog, with four tanh layers of 10 units each and 4,000 full-batch steps.
/// </summary>
internal sealed class CurveProblem : IFitProblem
{
    private const int PointCount = 100;
    private const double MaxX = 5;
    private const int Epochs = 4000;
    private const double LearningRate = 0.001;
    private const double Decay = 1e-7;

    private readonly CurvePoint[] _points = MakePoints();

    public string Name => "curve";

    public string DefaultOptimizer => OptimizerNames.Momentum;

    public OptimizerSpec CreateOptimizer(string name) => name switch
    {
        OptimizerNames.Sgd => new Sgd(LearningRate),
        OptimizerNames.Momentum => new Sgd(LearningRate, momentum: 0.9, nesterov: true, decay: Decay),
        _ => new Adam(),
    };

    public FitResult Fit(FitSettings settings)
    {
        MultilayerPerceptronOptions options = CreateOptions(settings);
        return RegressionFit.Run(_points, options, trainers => trainers.MultilayerPerceptron(options)).Result;
    }

    public (string Text, Picture Picture) Draw(FitResult result) =>
        RegressionFit.Draw("f(x) = cos 2x + x sin 3x + sqrt x - 2", _points, result);

    /// <summary>The options of the trainer. The points are trained on as they are.</summary>
    internal static MultilayerPerceptronOptions CreateOptions(FitSettings settings) => settings.AddTo(new MultilayerPerceptronOptions
    {
        HiddenUnits = [10, 10, 10, 10],
        Activation = Activation.Tanh,
        BatchSize = PointCount,
        Epochs = Epochs,
        StandardizeFeatures = false,
        StandardizeLabels = false,
    });

    private static CurvePoint[] MakePoints() =>
    [
        .. Enumerable.Range(0, PointCount)
            .Select(i => MaxX * i / (PointCount - 1))
            .Select(x => new CurvePoint { X = [(float)x], Y = (float)(Math.Cos(2 * x) + (x * Math.Sin(3 * x)) + Math.Sqrt(x) - 2) }),
    ];
}
