using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Modules;

/// <summary>Defaults that the process sets for new tensors change nothing. No other test runs meanwhile.</summary>
[Collection(Alone)]
public class ProcessDefaultsTests
{
    private const string Alone = "the process's defaults for tensors";

    // The device meta has tensors without values: what is made there cannot be read.
    [Fact]
    public void Another_default_type_or_device_changes_no_training()
    {
        TorchModules.Register("defaults: linear", () => nn.Linear(4, 4, device: CPU, dtype: ScalarType.Float32));
        IReadOnlyList<NamedTensor> expected = Train();
        (Device device, ScalarType type) = (get_default_device(), get_default_dtype());
        try
        {
            set_default_dtype(ScalarType.Float64);
            set_default_device(META);
            IReadOnlyList<NamedTensor> actual = Train();
            Assert.Equal(expected.Select(tensor => tensor.Values), actual.Select(tensor => tensor.Values));
        }
        finally
        {
            set_default_device(device);
            set_default_dtype(type);
        }
    }

    private static IReadOnlyList<NamedTensor> Train()
    {
        TrainingData data = TestNumbers.ClassificationData(20, 4, 3);
        NetworkSpec spec = new(
            [4],
            [
                TorchModules.CreateLayer("defaults: linear", [4]), new Dense(5, Activation.Tanh, kernelRegularizer: new(0.01, 0.01), kernelMaxNorm: 1),
                new BatchNormalization(), new LayerNormalization(), new Dropout(0.2), new Dense(3, Activation.Softmax),
            ]);
        Network network = new(spec, seed: 1);
        foreach (TorchBackend backend in (TorchBackend[])[TorchBackend.Cpu(1), TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true }])
        {
            network.Fit(data, new FitOptions
            {
                Backend = backend, BatchSize = 6, Epochs = 2, Threads = 1, ClassWeights = [1, 2, 3], ValidationData = data.Slice(0, 7),
                Optimizer = new RmsProp(0.01, momentum: 0.9, centered: true) { ClipValue = 1, GlobalClipNorm = 1 },
            });
        }

        return network.GetWeights();
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public class AloneDefinition;
}
