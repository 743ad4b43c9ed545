using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Counts the tensors that pipelines leave: none, however a training ends and however a model is scored.</summary>
public class PipelineLifetimeTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<int> Delays => [0, 1, 8];

    // 63 rows in batches of 4 are 16 batches per epoch. A training is ended at any of 64 batches, by each of four ways in turn.
    [Theory]
    [MemberData(nameof(Delays))]
    public void Trainings_that_are_ended_at_random_moments_leave_no_tensor(int delay)
    {
        IDataView view = Flowers.View(_ml);
        Random random = new(delay);
        long before = LiveTensors.Count;
        LiveTensors.AssertNone(() =>
        {
            for (int time = 0; time < 24; time++)
            {
                using CancellationTokenSource cancel = new();
                using CancellationTokenSource stop = new();
                (int way, int batches) = (time % 4, 0);
                int last = random.Next(1, 65);
                LambdaCallback end = new()
                {
                    BatchEnd = (context, _) =>
                    {
                        if (++batches != last)
                        {
                            return;
                        }

                        Assert.True(LiveTensors.Count > before, "The training has no tensors on this thread.");

                        switch (way)
                        {
                            case 0:
                                cancel.Cancel();
                                break;
                            case 1:
                                stop.Cancel();
                                break;
                            case 2:
                                context.Network.GetWeights();
                                context.Stop();
                                break;
                            default:
                                throw new TimeZoneNotFoundException();
                        }
                    },
                };
                MultilayerPerceptronOptions options = Options(delay) with
                {
                    Callbacks = [end], Cancellation = cancel.Token, StopToken = stop.Token, StreamingPoolSize = time % 8 < 4 ? 16 : null,
                };
                Exception? ended = Record.Exception(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(view));
                bool isWhole = last > 64 - 1 - delay;
                Assert.True(way is 1 or 2 || isWhole || ended is OperationCanceledException or TimeZoneNotFoundException, $"{ended}");
                Assert.True(ended is null or OperationCanceledException or TimeZoneNotFoundException, $"{ended}");
                Assert.InRange(batches, last, Math.Min(64, last + delay));
            }
        });
    }

    // The first row's feature is infinite after it is scaled: the loss is NaN in each epoch's batch with it.
    [Theory]
    [MemberData(nameof(Delays))]
    public void A_training_that_diverges_leaves_no_tensor(int delay) => LiveTensors.AssertNone(() =>
    {
        MultilayerPerceptronOptions options = Options(delay) with { Optimizer = new Sgd(1e30) };
        Assert.Throws<TrainingDivergedException>(
            () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(_ml)));
    });

    [Fact]
    public void Scored_rows_leave_no_tensor()
    {
        IDataView view = Flowers.View(_ml);
        NetworkTransformer model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(Options(0)).Fit(view);
        LiveTensors.AssertNone(() =>
        {
            using NetworkTransformer scorer = model.WithBackend(TorchBackend.Cpu(1));
            IDataView scored = scorer.Transform(view);
            float[][] expected = [.. model.Transform(view).GetColumn<float[]>("Score")];
            float[][] actual = [.. scored.GetColumn<float[]>("Score")];
            Assert.All(expected.Zip(actual), pair => Assert.All(pair.First.Zip(pair.Second), both => Assert.Equal(both.First, both.Second, 1e-5f)));
            _ml.MulticlassClassification.Evaluate(scored);
            scored.GetColumn<float[]>("Score").First();
            long before = LiveTensors.Count;
            DataViewRowCursor[] cursors = scored.GetRowCursorSet(scored.Schema, 3);
            Assert.True(LiveTensors.Count > before, "The cursors have no tensors.");
            Array.ForEach(cursors, cursor => cursor.Dispose());
            for (int time = 0; time < 3; time++)
            {
                using PredictionEngine<Flowers.Flower, Prediction> engine = _ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(scorer);
                Assert.Equal(expected[0][0], engine.Predict(Flowers.Rows(1)[0]).Score[0], 1e-5f);
            }
        });
    }

    private static MultilayerPerceptronOptions Options(int delay) => new()
    {
        HiddenUnits = [5], Epochs = 4, BatchSize = 4, Seed = 1, Threads = 1, Backend = TorchBackend.Cpu(1) with { ResultDelay = delay },
    };

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
