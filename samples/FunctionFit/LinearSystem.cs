using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>
/// The line y = 0.1 x + 0.3, fitted to 100 random points by linear regression: 201 full-batch steps of SGD with learning rate 0.5.
/// </summary>
internal sealed class LinearSystem : IFitSystem
{
    public const float Slope = 0.1f;
    public const float Intercept = 0.3f;

    private const int PointCount = 100;
    private const int Steps = 201;
    private const int PointSeed = 1;

    private readonly CurvePoint[] _points = MakePoints();

    public string Name => "linear";

    public string DefaultOptimizer => OptimizerNames.Sgd;

    public OptimizerSpec Optimizer(string name) => name switch
    {
        OptimizerNames.Sgd => new Sgd(0.5),
        OptimizerNames.Momentum => new Sgd(0.05, momentum: 0.9, nesterov: true),
        _ => new Adam(0.05),
    };

    public FitResult Fit(OptimizerSpec optimizer, int seed, CancellationToken cancellation)
    {
        RegressionFit fit = RegressionFit.Run(_points, seed, trainers => trainers.LinearRegression(new LinearRegressionOptions
        {
            Optimizer = optimizer,
            BatchSize = PointCount,
            Iterations = Steps,
            Seed = seed,
            Cancellation = cancellation,
        }));
        float[] weights = [.. fit.Network.GetWeights().SelectMany(t => t.Values)];
        string note = string.Create(CultureInfo.InvariantCulture, $"W = {weights[0]:F5}, b = {weights[1]:F5}");
        return fit.Result with { Notes = [note] };
    }

    public (string Text, Action<TextWriter> WriteSvg) Draw(FitResult result)
    {
        LineChart chart = RegressionFit.Chart("y = 0.1 x + 0.3", _points, result);
        return (chart.ToText(), chart.WriteSvg);
    }

    private static CurvePoint[] MakePoints()
    {
        Random random = new(PointSeed);
        IEnumerable<float> inputs = Enumerable.Range(0, PointCount).Select(_ => random.NextSingle()).Order();
        return [.. inputs.Select(x => new CurvePoint { X = [x], Y = (Slope * x) + Intercept })];
    }
}
