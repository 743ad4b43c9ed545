using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers.Distribution;

/// <summary>Trains pipelines in several ranks, each with an MLContext of its own, as processes have.</summary>
public class DistributedTrainerTests
{
    // The weights of a training in one process, up to the order of sums.
    private const double Tolerance = 1e-5;

    private static readonly MultilayerPerceptronOptions s_options = new()
    {
        HiddenUnits = [8], DropoutRate = 0.2, BatchSize = 16, Epochs = 4, Seed = 1, Threads = 1,
    };

    [Fact]
    public void Every_rank_has_the_seed_of_the_first_and_the_first_alone_logs()
    {
        ConcurrentBag<int> logged = [];
        ConcurrentBag<int> reported = [];
        float[][] weights = RankRun.On(2, exchange =>
        {
            // Without a seed, each MLContext draws another one.
            MLContext ml = new();
            ml.Log += (_, e) =>
            {
                if (e.Source.Contains("MultilayerPerceptron", StringComparison.Ordinal) && e.Kind >= ChannelMessageKind.Info)
                {
                    logged.Add(exchange.Rank);
                }
            };
            MultilayerPerceptronOptions options = s_options with
            {
                Seed = null, Distribution = exchange, Progress = new SynchronousProgress<TrainingProgress>(_ => reported.Add(exchange.Rank)),
            };
            return Weights(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Flowers.View(ml)));
        });
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal([0], logged.Distinct());
        Assert.Equal([0], reported.Distinct());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void A_multiclass_model_is_that_of_one_process(int? pool)
    {
        NetworkTransformer model = AssertSame(3, (ml, exchange) =>
        {
            IDataView rows = Flowers.View(ml, 100);
            return ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_options with
            {
                Distribution = exchange,
                StreamingPoolSize = pool,
                ValidationData = ml.Data.TakeRows(rows, 20),
                EarlyStopping = new EarlyStopping { Patience = 1, MinDelta = 0.02 }, Optimizer = new Adam(0.03),
                Metrics = [TrainingMetric.ValidationTopKAccuracy],
                TopK = 2,
                Epochs = 30,
            }).Fit(rows);
        });
        Assert.InRange(model.History!.Epochs.Length, 2, 29);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void A_binary_model_is_that_of_one_process(int? pool)
    {
        AssertSame(2, (ml, exchange) => ml.BinaryClassification.Trainers.MultilayerPerceptron(s_options with
        {
            LabelColumnName = "IsLarge",
            ExampleWeightColumnName = "Weight",
            Distribution = exchange,
            StreamingPoolSize = pool,
            ValidationSplit = pool is null ? 0.2 : 0,
            ClassWeights = [1, 2],
        }).Fit(ml.Data.LoadFromEnumerable(Numbers())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void A_regression_model_is_that_of_one_process(int? pool)
    {
        AssertSame(2, (ml, exchange) => ml.Regression.Trainers.MultilayerPerceptron(s_options with
        {
            LabelColumnName = "Number", Distribution = exchange, StreamingPoolSize = pool,
        }).Fit(ml.Data.LoadFromEnumerable(Numbers())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(48)]
    public void Pictures_are_bytes_in_every_rank(int? pool)
    {
        using TemporaryFolder folder = new();
        Random random = new(1);
        byte[] pixels = new byte[100 * 12];
        random.NextBytes(pixels);
        string images = folder.Write("images", Idx.File(Idx.ImagesMagic, [100, 3, 4], pixels));
        string labels = folder.Write("labels", Idx.File(Idx.LabelsMagic, [100], [.. Enumerable.Range(0, 100).Select(i => (byte)(i % 3))]));
        AssertSame(2, (ml, exchange) =>
        {
            IDataView files = ml.Data.LoadIdx(images, labels);
            return ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.Transforms.FlattenImage("Features", "Image"))
                .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_options with { Distribution = exchange, StreamingPoolSize = pool }))
                .Fit(files).LastTransformer;
        });
    }

    // In memory and in pools, shards train as the rows that they make together: those of rank 0 and of rank 1 in turns.
    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void Shards_train_as_all_rows_together(int? pool)
    {
        AssertSame(2, (ml, exchange) => ml.Regression.Trainers.MultilayerPerceptron(s_options with
        {
            LabelColumnName = "Number", Distribution = exchange, DistributedRows = DistributedRows.Shard, StreamingPoolSize = pool, Epochs = null,
        }).Fit(ml.Data.LoadFromEnumerable(Numbers().Where((_, i) => exchange is null || i % 2 == exchange.Rank).ToArray())));
    }

    [Fact]
    public void Local_steps_and_weight_checks_reach_the_engine()
    {
        NetworkTransformer[] models = Train(s_options with { LocalSteps = 2, WeightCheckInterval = 1 });
        Assert.Equal(Weights(models[0]), Weights(models[1]));
        Assert.NotEqual(Weights(models[0]), Weights(Train(s_options)[0]));
        Assert.NotEqual(s_options, s_options with { WeightCheckInterval = 1 });

        static NetworkTransformer[] Train(MultilayerPerceptronOptions options) => RankRun.On(2, exchange =>
        {
            MLContext ml = new(seed: 1);
            return ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { Distribution = exchange }).Fit(Flowers.View(ml));
        });
    }

    [Fact]
    public void Skipped_rows_of_all_ranks_are_logged_once()
    {
        foreach (int? pool in new int?[] { null, 32 })
        {
            ConcurrentBag<string> messages = [];
            RankRun.On(3, exchange =>
            {
                MLContext ml = new(seed: 1);
                ml.Log += (_, e) => messages.Add(e.RawMessage);
                Row[] rows = Numbers();
                foreach (int row in new[] { 3, 4, 50 })
                {
                    rows[row].Number = float.NaN;
                }

                return ml.Regression.Trainers.MultilayerPerceptron(s_options with { LabelColumnName = "Number", Distribution = exchange, StreamingPoolSize = pool })
                    .Fit(ml.Data.LoadFromEnumerable(rows));
            });
            Assert.Single(messages, message => message == "Skipped 3 rows: 3 with a label in column 'Number' that is NaN or infinite.");
        }
    }

    [Fact]
    public void Ranks_with_other_classes_are_refused()
    {
        string[] messages = RankRun.On(2, exchange =>
        {
            MLContext ml = new(seed: 1);
            IDataView rows = ml.Data.LoadFromEnumerable(Flowers.Rows(20).Skip(exchange.Rank));
            IDataView keys = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
            return Assert.Throws<ArgumentException>(() => ml.MulticlassClassification.Trainers
                .MultilayerPerceptron(s_options with { Distribution = exchange, DistributedRows = DistributedRows.Shard }).Fit(keys)).Message;
        });
        Assert.All(messages, message => Assert.Contains(
            "the list of classes in the label column is setosa, virginica, versicolor in rank 0, virginica, versicolor, setosa in rank 1", message));
    }

    private static NetworkTransformer AssertSame(int ranks, Func<MLContext, IGradientExchange?, NetworkTransformer> train)
    {
        NetworkTransformer plain = train(new MLContext(seed: 1), null);
        NetworkTransformer[] models = RankRun.On(ranks, exchange => train(new MLContext(seed: 1), exchange));
        Assert.All(models, model => Assert.Equal(Weights(models[0]), Weights(model)));
        Assert.Equal(plain.History!.Epochs.Length, models[0].History!.Epochs.Length);
        Assert.All(plain.History.Epochs.Zip(models[0].History!.Epochs), pair =>
        {
            Assert.Equal(pair.First.Training.Loss, pair.Second.Training.Loss, Tolerance * pair.First.Training.Loss);
            Assert.Equal(pair.First.Validation?.Loss ?? 0, pair.Second.Validation?.Loss ?? 0, Tolerance * (pair.First.Validation?.Loss ?? 1));
            Assert.Equal(pair.First.Training.RowCount, pair.Second.Training.RowCount);
        });
        Assert.All(Weights(plain).Zip(Weights(models[0])), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First))));
        return models[0];
    }

    private static Row[] Numbers() =>
    [
        .. Enumerable.Range(0, 100).Select(i => new Row
        {
            Features = [i * 7 % 100, 1000 + (i * 13 % 50)], Number = 20 + (i * 7 % 100 * 3) - (i * 13 % 50), IsLarge = i * 7 % 100 > 60, Weight = 1 + (i % 2),
        }),
    ];

    private static float[] Weights(NetworkTransformer model) => [.. model.Model.GetWeights().SelectMany(tensor => tensor.Values)];

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public bool IsLarge { get; set; }

        public float Weight { get; set; }
    }
}
