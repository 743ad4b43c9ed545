using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>A checkpoint of one backend resumes on the other, and ends with the weights of a training that was not interrupted.</summary>
public class CheckpointTests
{
    private static readonly NetworkSpec s_spec = new(
        [4],
        [
            new Dense(8, Activation.Tanh, kernelRegularizer: new(l2: 0.01)), new BatchNormalization(0.9), new Dropout(0.2),
            new Dense(3, Activation.Softmax),
        ]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(40, 4, 3);

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(0.1, 0.9), new Sgd(0.1, 0.9, nesterov: true), new Adam(0.01), new AdamW(0.01), new Adagrad(0.1), new Adadelta(1), new RmsProp(0.01),
        new RmsProp(0.01, momentum: 0.9, centered: true), new Adam(new CosineDecay(0.01, 60)) { GlobalClipNorm = 0.1 },
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Checkpoints_cross_backends(OptimizerSpec optimizer)
    {
        FitOptions options = new() { Epochs = 6, BatchSize = 8, Threads = 1, Optimizer = optimizer };
        IComputeBackend torch = TorchBackend.Cpu(1);
        Network whole = new(s_spec, seed: 1);
        whole.Fit(s_data, options with { Backend = torch });
        foreach ((IComputeBackend first, IComputeBackend second) in
            new (IComputeBackend, IComputeBackend)[] { (torch, CpuBackend.Instance), (CpuBackend.Instance, torch) })
        {
            TrainingCheckpoint? checkpoint = null;
            int steps = 0;
            LambdaCallback callback = new() { BatchEnd = (context, _) => checkpoint = ++steps == 17 ? context.CreateCheckpoint() : checkpoint };
            new Network(s_spec, seed: 1).Fit(s_data, options with { Backend = first, Callbacks = [callback] });
            using MemoryStream file = new();
            checkpoint!.Save(file);
            file.Position = 0;
            TrainingCheckpoint loaded = TrainingCheckpoint.Load(file);
            Assert.Equal(17, loaded.Steps);
            Network resumed = loaded.CreateNetwork();
            resumed.Fit(s_data, options with { Backend = second, ResumeFrom = loaded });
            foreach ((NamedTensor expected, NamedTensor actual) in whole.GetWeights().Zip(resumed.GetWeights()))
            {
                float largest = expected.Values.Max(Math.Abs);
                Assert.All(expected.Values.Zip(actual.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
            }
        }
    }

    [Fact]
    public void States_have_the_names_and_the_order_of_the_CPU_backend()
    {
        foreach (OptimizerSpec optimizer in Optimizers.Select(row => row.Data))
        {
            FitOptions options = new() { Optimizer = optimizer, Threads = 1 };
            using ITrainingSession cpu = CpuBackend.Instance.CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
            using ITrainingSession session = TorchBackend.Cpu(1).CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
            Assert.Equal(
                cpu.GetOptimizerState().Tensors.Select(tensor => tensor.ToString()),
                session.GetOptimizerState().Tensors.Select(tensor => tensor.ToString()));
        }
    }
}
