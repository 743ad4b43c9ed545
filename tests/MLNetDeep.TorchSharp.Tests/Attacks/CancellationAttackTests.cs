using Microsoft.ML;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>Trainings that end early, at random moments.</summary>
[Collection(nameof(AttackGroup))]
public class CancellationAttackTests
{
    private const string Ended = "trainings: no tensor left, finite weights, which train on as those of a new network";

    private static readonly int s_cases = 13 * Effort.Factor;

    [Theory]
    [MemberData(nameof(AttackTraining.Delays), MemberType = typeof(AttackTraining))]
    public void A_training_that_is_cancelled_at_a_random_time_leaves_nothing(bool delayed)
    {
        Random random = new(17);
        for (int i = 0; i < s_cases; i++)
        {
            using CancellationTokenSource cancellation = new();
            Network network = new(AttackTraining.Spec, seed: i);
            FitOptions options = AttackTraining.Options(AttackTraining.Backend(delayed), i) with { Epochs = int.MaxValue };
            AttackTraining.AssertNoTensors(() =>
            {
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(random.Next(30)));
                Assert.Throws<OperationCanceledException>(() => AttackTraining.Fit(network, i, options, cancellation.Token));
            });
            AttackTraining.AssertTrains(network, options.Backend);
        }

        Figures.Add("TorchSharp: cancellation", $"at a random time, {Name(delayed)}", $"{s_cases:N0} {Ended}");
    }

    // The training ends after a random batch. Later steps may have begun, but no more than the delay; the weights are those of one of them.
    [Theory]
    [MemberData(nameof(AttackTraining.Delays), MemberType = typeof(AttackTraining))]
    public void A_training_that_ends_at_a_random_batch_has_the_weights_of_its_steps(bool delayed)
    {
        Random random = new(19);
        IComputeBackend backend = AttackTraining.Backend(delayed);
        int delay = delayed ? AttackTraining.Delayed.ResultDelay!.Value : 0;
        for (int i = 0; i < s_cases; i++)
        {
            using CancellationTokenSource source = new();
            Network network = new(AttackTraining.Spec, seed: i);
            FitOptions options = AttackTraining.Options(backend, i) with { Epochs = 4 };
            int last = 1 + random.Next(4 * AttackTraining.StepsPerEpoch);
            AttackTraining.AssertNoTensors(() => EndAfter(network, last, delay, i % 3, options, source));
            float[] weights = AttackTraining.Weights(network);
            Assert.True(
                Enumerable.Range(last, delay + 1).Any(steps => AreNear(weights, WeightsAfter(steps, options, i))),
                $"Training {i} ended after {last} batches, with the weights of none of the {delay + 1} steps from there on.");
            AttackTraining.AssertTrains(network, backend);
        }

        Figures.Add("TorchSharp: cancellation", $"by token, stop token or exception at a random batch, {Name(delayed)}", $"{s_cases:N0} {Ended}");
    }

    [Theory]
    [MemberData(nameof(AttackTraining.Delays), MemberType = typeof(AttackTraining))]
    public void A_trainer_whose_context_is_cancelled_leaves_nothing(bool delayed)
    {
        Random random = new(23);
        float[]? expected = null;
        for (int i = 0; i < s_cases; i++)
        {
            MLContext ml = new(seed: 1);
            IDataView rows = Flowers.View(ml);
            int last = 1 + random.Next(10), batches = 0;
            MultilayerPerceptronOptions options = new()
            {
                HiddenUnits = [8], DropoutRate = 0.2, Epochs = 3, BatchSize = 16, Seed = 1, Threads = 1, Backend = AttackTraining.Backend(delayed),
            };
            LambdaCallback cancel = new()
            {
                BatchEnd = (_, _) =>
                {
                    if (++batches == last)
                    {
                        Cancel.Execution(ml);
                    }
                },
            };
            AttackTraining.AssertNoTensors(() => Assert.ThrowsAny<OperationCanceledException>(
                () => ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { Callbacks = [cancel] }).Fit(rows)));
            MLContext next = new(seed: 1);
            float[] weights = AttackTraining.Weights(
                next.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(next)).Model);
            expected ??= weights;
            Assert.Equal(expected, weights);
        }

        Figures.Add("TorchSharp: cancellation", $"of the MLContext at a random batch, {Name(delayed)}", $"{s_cases:N0} trainers: no tensor left, the next trainer fits as the first");
    }

    private static string Name(bool delayed) => delayed ? "results read later" : "results read at once";

    private static void EndAfter(Network network, int batches, int delay, int way, FitOptions options, CancellationTokenSource source)
    {
        int done = 0;
        LambdaCallback end = new()
        {
            BatchEnd = (_, _) =>
            {
                if (++done == batches)
                {
                    End();
                }
            },
        };
        Exception? exception = Record.Exception(() => network.Fit(
            AttackTraining.Data,
            options with { Callbacks = [end], StopToken = way == 1 ? source.Token : default },
            cancellation: way == 0 ? source.Token : default));

        // All steps have been taken when the last results are read, those of the last epoch at most. There is nothing left to cancel then.
        int readAtEnd = Math.Min(delay + 1, AttackTraining.StepsPerEpoch);
        bool isAtEnd = batches > (4 * AttackTraining.StepsPerEpoch) - readAtEnd;
        Type? expected = way switch { 0 when !isAtEnd => typeof(OperationCanceledException), 2 => typeof(TimeZoneNotFoundException), _ => null };
        Assert.Equal(expected, exception?.GetType());

        void End()
        {
            source.Cancel();
            if (way == 2)
            {
                throw new TimeZoneNotFoundException();
            }
        }
    }

    private static float[] WeightsAfter(int steps, FitOptions options, int seed)
    {
        Network network = new(AttackTraining.Spec, seed);
        network.Fit(AttackTraining.Data, options with { Iterations = steps });
        return AttackTraining.Weights(network);
    }

    // A step changes weights by about its rate, 0.01.
    private static bool AreNear(float[] expected, float[] actual) => expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
}
