using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace MLNetDeep.TorchSharp.Tests.Modules;

/// <summary>Modules that change their input in place see the rows as they are each time, as modules that do not.</summary>
public class InPlaceModuleTests
{
    private static readonly TrainingData s_data = TestNumbers.ClassificationData(24, 4, 3);

    private static readonly NetworkSpec s_inPlace = Spec("in place", inPlace: true), s_copying = Spec("copying", inPlace: false);

    // Sent batch by batch; kept on the device; read later, as on CUDA.
    public static TheoryData<bool, int> Backends => new() { { false, 0 }, { true, 0 }, { true, 2 } };

    // Without shuffling, a batch of kept rows is a part of the copy on the device. Rows in front of the module pass through dropout unchanged
    // outside of training.
    [Theory]
    [MemberData(nameof(Backends))]
    public void A_module_that_changes_its_input_trains_as_one_that_does_not(bool keepsFeatures, int resultDelay)
    {
        FitOptions options = new()
        {
            Backend = TorchBackend.Cpu(1) with { KeepsFeatures = keepsFeatures, ResultDelay = resultDelay }, Threads = 1, BatchSize = 8, Epochs = 4,
            Shuffle = false, ValidationData = s_data.Slice(3, 13), Optimizer = new Adam(0.01),
        };
        Network expected = new(s_copying, TestNumbers.Weights(s_copying)), actual = new(s_inPlace, TestNumbers.Weights(s_inPlace));
        TrainingHistory expectedHistory = expected.Fit(s_data, options with { Backend = TorchBackend.Cpu(1) });
        TrainingHistory history = actual.Fit(s_data, options);
        Assert.Equal(expectedHistory.Epochs.Select(epoch => epoch.Training), history.Epochs.Select(epoch => epoch.Training));
        Assert.Equal(expectedHistory.Epochs.Select(epoch => epoch.Validation), history.Epochs.Select(epoch => epoch.Validation));
        Assert.Equal(expected.GetWeights().Select(tensor => tensor.Values), actual.GetWeights().Select(tensor => tensor.Values));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Each_evaluation_sees_the_same_rows(bool keepsFeatures, int resultDelay)
    {
        TorchBackend backend = TorchBackend.Cpu(1) with { KeepsFeatures = keepsFeatures, ResultDelay = resultDelay };
        using ITrainingSession session = backend.CreateSession(s_inPlace, TestNumbers.Weights(s_inPlace), new FitOptions { Threads = 1 });
        using IScorer scorer = backend.CreateScorer(s_copying, TestNumbers.Weights(s_copying), new ScorerOptions { Threads = 1 });
        session.PrepareData(s_data);
        double loss = scorer.Evaluate(s_data, new CategoricalCrossEntropy()).Loss;
        Assert.Equal(loss, session.Evaluate(s_data).Loss);
        Assert.Equal(loss, session.Evaluate(s_data).Loss);
    }

    private static NetworkSpec Spec(string name, bool inPlace)
    {
        TorchModules.Register(name, () => new ScaledModule(inPlace));
        return new NetworkSpec([4], [new Dropout(0.2), TorchModules.CreateLayer(name, [4]), new ActivationLayer(Activation.Softmax)]);
    }

    private sealed class ScaledModule : nn.Module<Tensor, Tensor>
    {
        private readonly bool _inPlace;
        private readonly Parameter _scale = new(tensor(2f));
        private readonly nn.Module<Tensor, Tensor> _dense = nn.Linear(4, 3);

        public ScaledModule(bool inPlace)
            : base(nameof(ScaledModule))
        {
            _inPlace = inPlace;
            register_parameter("scale", _scale);
            register_module("dense", _dense);
        }

        public override Tensor forward(Tensor input) => _dense.forward(_inPlace ? input.sub_(1).mul_(_scale) : input.sub(1).mul(_scale));
    }
}
