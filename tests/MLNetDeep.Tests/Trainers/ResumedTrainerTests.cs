using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>
/// A trainer that resumes from the file of a CheckpointSaver trains the weights of an uninterrupted training, however the first ended.
/// </summary>
public sealed class ResumedTrainerTests : IDisposable
{
    // 63 rows in batches of 8 are 8 batches per epoch, the last of 7 rows.
    private const int BatchesPerEpoch = 8;

    private static readonly MultilayerPerceptronOptions s_options =
        new() { HiddenUnits = [4], DropoutRate = 0.2, Epochs = 3, BatchSize = 8, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public enum Ending
    {
        FewerEpochs,
        FewerIterations,
        Stop,
        StopToken,
        Cancellation,
        Exception,
    }

    // Without a pool, with one of two batches, and with one of two and a half.
    public static TheoryData<Ending, int?> Cases() =>
        [.. Enum.GetValues<Ending>().SelectMany(ending => ((int?[])[null, 16, 20]).Select(pool => (ending, pool)))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resumed_equals_uninterrupted(Ending ending, int? pool)
    {
        MultilayerPerceptronOptions options = s_options with { StreamingPoolSize = pool };
        float[] expected = Weights(options);
        foreach (int batch in (int[])[2, 5, 8, 11, 16, 23])
        {
            CheckpointSaver saver = new(_folder.File($"{batch}.checkpoint"), everyBatches: 1);
            using CancellationTokenSource source = new();
            LambdaCallback ender = new()
            {
                BatchEnd = (context, progress) =>
                {
                    if (((progress.Epoch - 1) * BatchesPerEpoch) + progress.Batch == batch)
                    {
                        End(ending, context, source);
                    }
                },
            };
            MultilayerPerceptronOptions first = options with { Callbacks = [saver, ender] };
            first = ending switch
            {
                Ending.FewerEpochs => first with { Epochs = Math.Max(1, batch / BatchesPerEpoch) },
                Ending.FewerIterations => first with { Iterations = batch },
                Ending.StopToken => first with { StopToken = source.Token },
                Ending.Cancellation => first with { Cancellation = source.Token },
                _ => first,
            };
            if (ending is Ending.Cancellation or Ending.Exception)
            {
                Assert.NotNull(Record.Exception(() => Weights(first)));
            }
            else
            {
                Assert.NotEqual(expected, Weights(first));
            }

            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(saver.Path);
            Assert.Equal(expected, Weights(options with { ResumeFrom = checkpoint }));
        }
    }

    private static void End(Ending ending, TrainingContext context, CancellationTokenSource source)
    {
        switch (ending)
        {
            case Ending.Stop:
                context.Stop();
                break;
            case Ending.StopToken:
            case Ending.Cancellation:
                source.Cancel();
                break;
            case Ending.Exception:
                throw new TimeZoneNotFoundException();
            default:
                break;
        }
    }

    private float[] Weights(MultilayerPerceptronOptions options) =>
        [.. _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(_ml)).Model.GetWeights().SelectMany(tensor => tensor.Values)];
}
