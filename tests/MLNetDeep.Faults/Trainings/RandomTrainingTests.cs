using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;

namespace MLNetDeep.Faults.Trainings;

/// <summary>Random trainings, many of which diverge: none leaves weights that are not finite, and each resumes exactly.</summary>
public class RandomTrainingTests
{
    [Fact]
    public void Random_trainings_leave_finite_weights_and_a_finite_loss_or_say_so()
    {
        int cases = 250 * Effort.Factor, thrown = 0, warned = 0;
        for (int seed = 0; seed < cases; seed++)
        {
            RandomTraining training = new(seed);
            Network network = training.CreateNetwork();
            try
            {
                TrainingHistory history = network.Fit(training.Data, training.Options with { Callbacks = [.. training.CreateCallbacks()] });
                bool isFinite = double.IsFinite(network.Evaluate(training.Data, training.Options.Loss).Loss);
                Assert.True(isFinite || !history.Warnings.IsEmpty, $"Training {seed} ended with an infinite loss and without a warning.");
                warned += history.Warnings.IsEmpty ? 0 : 1;
            }
            catch (TrainingDivergedException)
            {
                thrown++;
            }

            Assert.True(AreFinite(network), $"Training {seed} left weights that are not finite.");
        }

        Assert.True(thrown > cases / 20 && warned > cases / 20, $"Of {cases} trainings, {thrown} threw and {warned} warned: the cases are too tame.");
        Figures.Add(
            "diverging trainings",
            "random data, networks and options",
            $"{cases:N0} trainings: {thrown:N0} threw, {warned:N0} warned, no weights that are not finite, no infinite loss without a word");
    }

    [Fact]
    public void Random_trainings_that_end_early_resume_exactly()
    {
        int cases = 250 * Effort.Factor, resumed = 0;
        for (int seed = 0; seed < cases; seed++)
        {
            RandomTraining training = new(seed);
            Network whole = training.CreateNetwork();
            if (Fit(training, whole, []) is not { Divergence: null } expected)
            {
                continue;
            }

            Keeper keeper = new();
            Ender ender = new(training.Next(4), 1 + training.Next((int)expected.Iterations));
            Fit(training, training.CreateNetwork(), [ender, keeper]);
            foreach (byte[] file in keeper.Files.TakeLast(3))
            {
                Network network = new(training.Spec, seed: -1);
                TrainingHistory? actual = Fit(training, network, [], TrainingCheckpoint.Load(new MemoryStream(file)));
                Assert.Equal(Comparable(expected), Comparable(actual!));
                foreach ((NamedTensor left, NamedTensor right) in whole.GetWeights().Zip(network.GetWeights()))
                {
                    Assert.True(left.Values.AsSpan().SequenceEqual(right.Values), $"Training {seed} differs after {ender}.");
                }

                resumed++;
            }
        }

        Assert.True(resumed > cases, $"Only {resumed} of {cases} trainings were resumed.");
        Figures.Add(
            "trainings that end early",
            "stopped or broken off at a random moment, random data, networks and options",
            $"{resumed:N0} resumed: every one ended with the same bits and history as the uninterrupted one");
    }

    // Returns null if the training diverges or is broken off by a callback.
    private static TrainingHistory? Fit(
        RandomTraining training, Network network, IEnumerable<TrainingCallback> callbacks, TrainingCheckpoint? checkpoint = null)
    {
        try
        {
            return network.Fit(
                training.Data,
                training.Options with { Callbacks = [.. training.CreateCallbacks(), .. callbacks], ResumeFrom = checkpoint });
        }
        catch (Exception exception) when (exception is TrainingDivergedException or TimeZoneNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<EpochResult> Comparable(TrainingHistory history) => history.Epochs.Select(epoch => epoch with { Duration = default });

    private static bool AreFinite(Network network) => network.GetWeights().All(tensor => tensor.Values.All(float.IsFinite));

    // Ends the training once the given number of batches is done: by an exception or Stop, within or between epochs.
    private sealed class Ender(int way, int batches) : TrainingCallback
    {
        private int _batches;

        public override string ToString() => $"way {way}, batch {batches}";

        public override void OnEpochBegin(TrainingContext context) => End(way == 0 && _batches >= batches, context.Stop);

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            _batches++;
            End(way == 1 && _batches == batches, context.Stop);
            End(way == 2 && _batches == batches, () => throw new TimeZoneNotFoundException());
        }

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => End(way == 3 && _batches >= batches, context.Stop);

        private static void End(bool isNow, Action end)
        {
            if (isNow)
            {
                end();
            }
        }
    }

    private sealed class Keeper : TrainingCallback
    {
        public List<byte[]> Files { get; } = [];

        public override void OnEpochBegin(TrainingContext context) => Keep(context);

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => Keep(context);

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Keep(context);

        public override void OnTrainEnd(TrainingContext context) => Keep(context);

        private void Keep(TrainingContext context)
        {
            using MemoryStream stream = new();
            context.CreateCheckpoint().Save(stream);
            Files.Add(stream.ToArray());
        }
    }
}
