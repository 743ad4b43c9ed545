using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// Recovers the line y = 0.1 x + 0.3 from 100 points with random x by linear regression. By default, SGD with learning rate 0.5
/// takes 201 full-batch steps.
/// </summary>
internal sealed class LinearProblem : IFitProblem
{
    public const float Slope = 0.1f;
    public const float Intercept = 0.3f;

    private const int PointCount = 100;
    private const int StepCount = 201;
    private const int PointSeed = 1;

    private readonly CurvePoint[] _points = MakePoints();

    public string Name => "linear";

    public string DefaultOptimizer => OptimizerNames.Sgd;

    public OptimizerSpec CreateOptimizer(string name) => name switch
    {
        OptimizerNames.Sgd => new Sgd(0.5),
        OptimizerNames.Momentum => new Sgd(0.05, momentum: 0.9, nesterov: true),
        _ => new Adam(0.05),
    };

    public FitResult Fit(FitSettings settings)
    {
        LinearRegressionOptions options = settings.AddTo(new LinearRegressionOptions
        {
            BatchSize = PointCount,
            Iterations = StepCount,
            StandardizeFeatures = false,
            StandardizeLabels = false,
        });
        RegressionFit fit = RegressionFit.Run(_points, options, trainers => trainers.LinearRegression(options));
        float[] weights = [.. fit.Network.GetWeights().SelectMany(t => t.Values)];
        string note = string.Create(CultureInfo.InvariantCulture, $"W = {weights[0]:F5}, b = {weights[1]:F5}");
        return fit.Result with { Notes = [note] };
    }

    public (string Text, Picture Picture) Draw(FitResult result) =>
        RegressionFit.Draw("y = 0.1 x + 0.3", _points, result);

    private static CurvePoint[] MakePoints()
    {
        Random random = new(PointSeed);
        IEnumerable<float> inputs = Enumerable.Range(0, PointCount).Select(_ => random.NextSingle()).Order();
        return [.. inputs.Select(x => new CurvePoint { X = [x], Y = (Slope * x) + Intercept })];
    }
}
