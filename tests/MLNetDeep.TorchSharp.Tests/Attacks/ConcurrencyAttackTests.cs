using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>Trainings and scorers on several threads at once.</summary>
[Collection(nameof(AttackGroup))]
public class ConcurrencyAttackTests
{
    private static readonly int s_rounds = 5 * Effort.Factor;

    public static TheoryData<string, string> Pairs => new() { { "cpu", "direct" }, { "direct", "direct" }, { "direct", "delayed" }, { "cpu", "delayed" } };

    // Both have one thread: sums over rows are then in the same order each time.
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_trainings_at_once_end_as_each_alone(string first, string second)
    {
        FitOptions firstOptions = Options(first, seed: 1), secondOptions = Options(second, seed: 2);
        for (int round = 0; round < s_rounds; round++)
        {
            float[] expectedFirst = AttackTraining.Train(round, firstOptions), expectedSecond = AttackTraining.Train(round + 1, secondOptions);
            float[] actualFirst = [], actualSecond = [];
            AttackTraining.Collect();
            long before = torch.Tensor.TotalCount;
            AtOnce.Run(
                () => actualFirst = AttackTraining.Train(round, firstOptions),
                () => actualSecond = AttackTraining.Train(round + 1, secondOptions));
            Assert.Equal(before, torch.Tensor.TotalCount);
            Assert.Equal(expectedFirst, actualFirst);
            Assert.Equal(expectedSecond, actualSecond);
        }

        Figures.Add("TorchSharp: threads", $"two trainings at once, {first} and {second}", $"{s_rounds:N0} pairs: the bits of each alone, no tensor left");
    }

    // TorchSharp's generator is the process's; scopes, modes and the number of threads are those of a thread.
    [Fact]
    public void Other_users_of_TorchSharp_do_not_disturb_a_training()
    {
        FitOptions options = Options("direct", seed: 3) with { Epochs = 3 };
        float[][] expected = [.. Enumerable.Range(0, AttackTraining.Kinds).Select(kind => AttackTraining.Train(kind, options))];
        for (int round = 0; round < s_rounds; round++)
        {
            int trainings = 2;
            float[] first = [], second = [];
            AtOnce.Run(
                () => Count(() => first = AttackTraining.Train(round, options)),
                () => Count(() => second = AttackTraining.Train(round + 1, options)),
                Disturb);
            Assert.Equal(expected[round % AttackTraining.Kinds], first);
            Assert.Equal(expected[(round + 1) % AttackTraining.Kinds], second);

            void Count(Action training)
            {
                try
                {
                    training();
                }
                finally
                {
                    Interlocked.Decrement(ref trainings);
                }
            }

            void Disturb()
            {
                torch.set_num_threads(2);
                while (Volatile.Read(ref trainings) > 0)
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    torch.manual_seed(7);
                    using (torch.no_grad())
                    {
                        torch.rand(10).bernoulli_(0.5);
                    }

                    torch.Tensor weights = torch.rand(3, requires_grad: true);
                    weights.square().sum().backward();
                    Assert.NotNull(weights.grad);
                }
            }
        }

        Figures.Add("TorchSharp: threads", "two trainings beside other users of TorchSharp", $"{s_rounds:N0} pairs: the bits of each alone");
    }

    // The caller's modes hold for its thread, its default device and type for the process.
    [Fact]
    public void The_modes_of_the_caller_do_not_disturb_a_training()
    {
        (torch.Device device, torch.ScalarType type) = (torch.get_default_device(), torch.get_default_dtype());
        foreach (string backend in new[] { "direct", "delayed" })
        {
            FitOptions options = Options(backend, seed: 5);
            float[] expected = AttackTraining.Train(0, options);
            using (torch.no_grad())
            {
                Assert.Equal(expected, AttackTraining.Train(0, options));
                Assert.False(torch.is_grad_enabled());
            }

            using (torch.inference_mode())
            {
                Assert.Equal(expected, AttackTraining.Train(0, options));
                Assert.True(torch.is_inference_mode_enabled());
            }

            try
            {
                torch.set_default_device(torch.META);
                torch.set_default_dtype(torch.ScalarType.Float64);
                Assert.Equal(expected, AttackTraining.Train(0, options));
            }
            finally
            {
                torch.set_default_device(device);
                torch.set_default_dtype(type);
            }
        }

        Assert.True(torch.is_grad_enabled());
    }

    // libtorch keeps the number for the thread, and for threads that begin later.
    [Fact]
    public void The_threads_of_one_training_are_not_those_of_the_next()
    {
        FitOptions options = Options("direct", seed: 6) with { Backend = TorchBackend.Cpu(), Threads = TorchLibrary.DefaultThreads + 1, Iterations = 1 };
        foreach (Action<Action> run in new Action<Action>[] { action => action(), action => AtOnce.Run(action) })
        {
            AttackTraining.Train(2, options);
            Assert.Equal(TorchLibrary.DefaultThreads + 1, torch.get_num_threads());
            run(() =>
            {
                AttackTraining.Train(2, options with { Threads = null });
                Assert.Equal(TorchLibrary.DefaultThreads, torch.get_num_threads());
            });
        }
    }

    [Fact]
    public void Trainings_do_not_disturb_other_users_of_TorchSharp()
    {
        torch.manual_seed(11);
        float[] expected = Next();
        torch.manual_seed(11);
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            torch.Tensor mine = torch.ones(3);
            AttackTraining.Train(0, Options("direct", seed: 4));
            AttackTraining.Train(3, Options("delayed", seed: 4));
            Assert.False(mine.IsInvalid);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(torch.is_grad_enabled());
            Assert.False(torch.is_inference_mode_enabled());
        }

        Assert.Equal(expected, Next());

        static float[] Next()
        {
            using torch.Tensor numbers = torch.rand(20);
            return numbers.data<float>().ToArray();
        }
    }

    // Predictors of one network share nothing that is written. Each thread also shares a scorer of the first for itself.
    [Fact]
    public void Scorers_on_many_threads_compute_the_same()
    {
        Network network = new(AttackTraining.Spec, seed: 1);
        network.Fit(AttackTraining.Data, Options("direct", seed: 1));
        float[] expected = [.. network.Predict(AttackTraining.Data.Features, AttackTraining.Direct).SelectMany(row => row)];
        AttackTraining.Collect();
        long before = torch.Tensor.TotalCount;
        using (IScorer scorer = AttackTraining.Direct.CreateScorer(network.Spec, network.GetWeights(), new ScorerOptions { Threads = 1 }))
        {
            AtOnce.Run([.. Enumerable.Range(0, 4).Select(_ => (Action)(() =>
            {
                for (int round = 0; round < s_rounds; round++)
                {
                    using IScorer shared = scorer.Share(new ScorerOptions { Threads = 1 });
                    float[] outputs = new float[expected.Length];
                    shared.Predict(AttackTraining.Data.Features, outputs);
                    Assert.Equal(expected, outputs);
                    using Predictor predictor = network.CreatePredictor(backend: AttackTraining.Direct);
                    for (int row = 0; row < AttackTraining.Rows; row++)
                    {
                        float[] features = new float[AttackTraining.Columns];
                        AttackTraining.Data.Features.CopyRow(row, features);
                        predictor.Predict(features, outputs);
                        AssertNear(expected.AsSpan(row * AttackTraining.Classes, AttackTraining.Classes), outputs);
                    }
                }
            }))]);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
        Figures.Add("TorchSharp: threads", "scorers and predictors of one network on 4 threads", $"{4 * s_rounds * AttackTraining.Rows * 2:N0} rows: the scores of one thread");
    }

    private static FitOptions Options(string backend, int seed) => AttackTraining.Options(
        backend switch { "cpu" => CpuBackend.Instance, "direct" => AttackTraining.Direct, _ => AttackTraining.Delayed }, seed);

    // The product of a row alone is rounded in another order than that of many rows.
    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }
}
