using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Weights of 16,384 values or more have memory and gradients of their own; the suite's networks have none of that size.</summary>
public class LargeParametersTests
{
    private static readonly NetworkSpec s_spec = new([130], [new Dense(140, Activation.Tanh), new Dense(3, Activation.Softmax)]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(24, 130, 3);

    public static TheoryData<OptimizerSpec> Optimizers =>
        [new Sgd(0.1, 0.9), new Adam(0.001), new RmsProp(0.001, momentum: 0.5) { GlobalClipNorm = 0.1 }];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Steps_with_gradients_read_in_between_are_those_of_the_CPU_backend(OptimizerSpec optimizer)
    {
        foreach (TorchBackend backend in new[] { TorchBackend.Cpu(1), TorchBackend.Cpu(1) with { ResultDelay = 2 } })
        {
            FitOptions options = new() { Optimizer = optimizer, Threads = 1 };
            using ITrainingSession expected = CpuBackend.Instance.CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
            using ITrainingSession session = backend.CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
            for (int step = 0; step < 6; step++)
            {
                int[] rows = [.. Enumerable.Range(step * 4, 4)];
                AssertClose(expected.ComputeGradients(s_data, rows, training: true), session.ComputeGradients(s_data, rows, training: true));
                Assert.Equal(expected.Step(s_data, rows).Loss, session.Step(s_data, rows).Loss, 1e-5);
                AssertClose(expected.GetWeights(), session.GetWeights());
            }
        }
    }

    [Fact]
    public void A_value_that_is_not_finite_is_found_in_each_tensor()
    {
        for (int parameter = 0; parameter < s_spec.Parameters.Length; parameter++)
        {
            foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(s_spec);
                weights[parameter].Values[^1] = bad;
                using ITrainingSession session = TorchBackend.Cpu(1).CreateSession(s_spec, weights, new FitOptions { Threads = 1 });
                Assert.False(session.IsFinite());
            }
        }
    }

    private static void AssertClose(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        foreach ((NamedTensor first, NamedTensor second) in expected.Zip(actual))
        {
            double bound = 2e-5 * first.Values.Max(Math.Abs);
            Assert.All(first.Values.Zip(second.Values), pair => Assert.Equal(pair.First, pair.Second, bound));
        }
    }
}
