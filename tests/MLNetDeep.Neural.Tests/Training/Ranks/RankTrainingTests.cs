using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>A training in several processes is the training in one process, up to the order of sums.</summary>
public class RankTrainingTests
{
    // The last batch of an epoch has 2 rows: fewer than there are ranks.
    private const int Rows = 98;

    // Losses differ by up to 1e-6 in 200 steps.
    private const double Tolerance = 1e-5;

    private static readonly FitOptions s_options = new() { BatchSize = 16, Iterations = 200, Seed = 5 };

    private static readonly Dictionary<string, (LayerSpec[] Layers, FitOptions Options)> s_cases = new()
    {
        ["dropout"] = ([new Dense(24, Activation.Relu), new Dropout(0.4), new Dense(5, Activation.Softmax)], s_options),
        ["batch normalization"] =
            ([new Dense(24), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dropout(0.2), new Dense(5, Activation.Softmax)], s_options),
        ["penalties, clipping, class weights"] =
        (
            [new Dense(24, Activation.Tanh, kernelRegularizer: new(l1: 0.001, l2: 0.01), kernelMaxNorm: 1), new Dense(5, Activation.Softmax)],
            s_options with { Optimizer = new Sgd(0.1, momentum: 0.9) { GlobalClipNorm = 0.3, ClipValue = 0.05 }, ClassWeights = [0.5f, 1, 2] }
        ),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_ranks_trains_as_one_process(string name)
    {
        NetworkSpec spec = new([20], [.. s_cases[name].Layers]);
        TrainingData data = Samples.Separable(Rows, 20, 5);
        data = new(data.Features, data.Targets, Enumerable.Range(0, Rows).Select(row => row % 7 / 3f).ToArray());
        RankRun plain = RankRun.Plain(spec, data, s_cases[name].Options);
        for (int ranks = 1; ranks <= 4; ranks++)
        {
            RankRun[] runs = RankRun.Fit(ranks, spec, data, s_cases[name].Options);
            RankRun.AllSame(runs);
            runs[0].AssertLosses(plain, Tolerance);
        }
    }
}
