using System.Collections.Immutable;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.EmbeddingLayers;

public class EmbeddingTests
{
    private static readonly NetworkSpec s_pairs = new([2], [new Embedding(3, 2)]);

    // The table [[1, 2], [3, 4], [5, 6]].
    private static Network Pairs(LayerSpec layer) =>
        new(new NetworkSpec([3], [layer]), [new NamedTensor("0.weight", [3, 2], [1, 2, 3, 4, 5, 6])]);

    [Fact]
    public void Indices_are_replaced_by_rows_of_the_table()
    {
        IndexFeatures features = new(new[] { 2, 0, 1, 1, 2, 2 }, columnCount: 3, indexCount: 3);
        Assert.Equal(
            [[5, 6, 1, 2, 3, 4], [3, 4, 5, 6, 5, 6]],
            Pairs(new Embedding(3, 2)).Predict(features));
        Assert.Equal([3, 2], new NetworkSpec([3], [new Embedding(3, 2)]).LayerShapes[0]);
    }

    [Fact]
    public void Outputs_beyond_a_rows_length_are_0()
    {
        IndexFeatures features = new(new[] { 2, 1, 1, 1, 2, 2, 0, 0, 0 }, columnCount: 3, indexCount: 3, new[] { 3, 1, 0 });
        Assert.Equal(
            [[5, 6, 3, 4, 3, 4], [3, 4, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
            Pairs(new Embedding(3, 2)).Predict(features));
    }

    // Zeros are left out wherever they stand, and the row ends earlier.
    [Fact]
    public void Masked_zeros_are_left_out()
    {
        IndexFeatures features = new(new[] { 0, 2, 1, 0, 0, 0, 2, 0, 1 }, columnCount: 3, indexCount: 3, new[] { 3, 3, 2 });
        Assert.Equal(
            [[5, 6, 3, 4, 0, 0], [0, 0, 0, 0, 0, 0], [5, 6, 0, 0, 0, 0]],
            Pairs(new Embedding(3, 2, maskZero: true)).Predict(features));
    }

    // The output [y0, y1] of the row [1, 1] has the targets [0, 0]: the loss is (2·3² + 2·4²) / 4 and the gradient of table row 1 is the sum
    // over two positions of 2·y/4: [3, 4]. With the rate 0.5 it moves to [1.5, 2]. The other rows do not occur.
    [Fact]
    public void Gradients_of_repeated_indices_are_summed()
    {
        Network network = new(s_pairs, [new NamedTensor("0.weight", [3, 2], [1, 2, 3, 4, 5, 6])]);
        network.TrainOnBatch(
            new TrainingData(new IndexFeatures(new[] { 1, 1 }, 2, 3), new DenseTargets(new float[4], 4)),
            new FitOptions { Optimizer = new Sgd(0.5), Loss = new MeanSquaredError() });
        Assert.Equal([1, 2, 1.5f, 2, 5, 6], network.GetWeights()[0].Values);
    }

    // The loss is Σ y² / 10, so each occurrence has the gradient y / 5, and SGD with the rate 0.5 takes off a tenth of the value for each.
    [Fact]
    public void Large_tables_are_updated_at_all_occurrences()
    {
        const int Words = 70_001;
        float[] table = [.. Enumerable.Range(0, 2 * Words).Select(i => (i % 7) + 1f)];
        Network network = new(new NetworkSpec([5], [new Embedding(Words, 2)]), [new NamedTensor("0.weight", [Words, 2], [.. table])]);
        network.TrainOnBatch(
            new TrainingData(new IndexFeatures(new[] { 0, 255, 256, 70_000, 256 }, 5, Words), new DenseTargets(new float[10], 10)),
            new FitOptions { Optimizer = new Sgd(0.5), Loss = new MeanSquaredError() });
        foreach ((int word, float factor) in new[] { (0, 0.9f), (255, 0.9f), (256, 0.8f), (70_000, 0.9f) })
        {
            table[2 * word] *= factor;
            table[(2 * word) + 1] *= factor;
        }

        Assert.Equal(table, network.GetWeights()[0].Values.ToArray(), (expected, actual) => Math.Abs(expected - actual) <= 1e-6f);
    }

    // In the second batch, word 1 does not occur: the exact form moves it along its old gradient, the lazy form does not.
    [Fact]
    public void Lazy_Adam_leaves_words_as_they_are_that_do_not_occur()
    {
        float[] exact = TwoSteps(new Adam(0.1)), lazy = TwoSteps(new Adam(0.1) { LazyEmbeddings = true });
        float[] afterOne = TwoSteps(new Adam(0.1), steps: 1);
        Assert.Equal(afterOne[2..4], lazy[2..4]);
        Assert.True(exact[2] < afterOne[2]);
        Assert.Equal([5, 6], exact[4..6]);
        Assert.Equal(exact[..2], lazy[..2]);

        static float[] TwoSteps(OptimizerSpec optimizer, int steps = 2)
        {
            Network network = new(s_pairs, [new NamedTensor("0.weight", [3, 2], [1, 2, 3, 4, 5, 6])]);
            FitOptions options = new() { Optimizer = optimizer, Loss = new MeanSquaredError() };
            foreach (int[] words in new[] { new[] { 1, 1 }, [0, 0] }.Take(steps))
            {
                network.TrainOnBatch(new TrainingData(new IndexFeatures(words, 2, 3), new DenseTargets(new float[4], 4)), options);
            }

            return network.GetWeights()[0].Values;
        }
    }

    public static TheoryData<OptimizerSpec> Optimizers =>
        [new Sgd(0.1), new Adagrad(0.1), new Adam(0.01), new Adam(0.01) { LazyEmbeddings = true }, new Adam(0.01) { GlobalClipNorm = 0.1 }];

    // The mean of the rows of the table, of which an empty row has none.
    [Fact]
    public void Average_pooling_takes_the_mean_of_the_words()
    {
        Network network = new(
            new NetworkSpec([3], [new Embedding(3, 2), new GlobalAveragePooling1D()]), [new NamedTensor("0.weight", [3, 2], [1, 2, 3, 4, 5, 6])]);
        IndexFeatures features = new(new[] { 2, 0, 1, 1, 2, 2, 0, 0, 0 }, columnCount: 3, indexCount: 3, new[] { 3, 2, 0 });
        Assert.Equal([[3, 4], [4, 5], [0, 0]], network.Predict(features));
    }

    // All indices are in one part of the table, whose list must grow. Each row has the output y = w and the gradient y / 8, where w is word 1, so
    // the gradient of w is w, and SGD with the rate 0.5 halves w. The other words stay as they are.
    [Fact]
    public void Pooled_embeddings_learn_from_rows_of_one_word()
    {
        float[] table = [.. Enumerable.Range(0, 8000).Select(i => (i % 7) + 1f)];
        Network network = new(new NetworkSpec([50], [new Embedding(4000, 2), new GlobalAveragePooling1D()]), [new NamedTensor("0.weight", [4000, 2], [.. table])]);
        network.TrainOnBatch(
            new TrainingData(new IndexFeatures(Enumerable.Repeat(1, 8 * 50).ToArray(), 50, 4000), new DenseTargets(new float[16], 2)),
            new FitOptions { Optimizer = new Sgd(0.5), Loss = new MeanSquaredError() });
        (table[2], table[3]) = (table[2] / 2, table[3] / 2);
        Assert.Equal(table, network.GetWeights()[0].Values.ToArray(), (expected, actual) => Math.Abs(expected - actual) <= 1e-5f);
    }

    // The features are not copied. An index that has become invalid since they were checked is refused, and a zero that is left out is not.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pooled_embeddings_refuse_indices_that_have_become_invalid(bool training)
    {
        int[] indices = [1, 2, 0, 1, 0, 2];
        IndexFeatures features = new(indices, columnCount: 3, indexCount: 3);
        Network network = new(new NetworkSpec([3], [new Embedding(3, 2, maskZero: true), new GlobalAveragePooling1D()]));
        Assert.Equal(2, network.Predict(features).Length);
        indices[4] = 3;
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
        {
            if (training)
            {
                network.TrainOnBatch(new TrainingData(features, new DenseTargets(new float[4], 2)), new FitOptions { Loss = new MeanSquaredError() });
            }
            else
            {
                network.Predict(features);
            }
        });
        Assert.Contains("Row 1 has the index 3 in column 1; accepted: 0 to 2.", error.Message, StringComparison.Ordinal);
    }

    // The activation between them lets the embedding and the pooling be computed apart. The last batch is short, and rows have lengths.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Pooled_embeddings_train_as_embeddings_and_poolings_do(OptimizerSpec optimizer)
    {
        Embedding embedding = new(3000, 20, maskZero: true, embeddingsRegularizer: optimizer is Adagrad ? new(l2: 0.01) : null);
        int[] lengths = [.. Enumerable.Range(0, 37).Select(row => row * 7 % 13)];
        int[] indices = [.. Enumerable.Range(0, 37 * 12).Select(i => i % 5 == 0 ? 0 : i * i % 3000)];
        TrainingData data = new(new IndexFeatures(indices, 12, 3000, lengths), new DenseTargets(Samples.Floats(2 * 37), 2));
        Close.All(
            [.. Train([embedding, new ActivationLayer(Activation.Linear), new GlobalAveragePooling1D(), new Dense(2)]).Select(value => (double)value)],
            Train([embedding, new GlobalAveragePooling1D(), new Dense(2)]),
            1e-5,
            1e-5);

        float[] Train(ImmutableArray<LayerSpec> layers)
        {
            Network network = new(new NetworkSpec([12], layers), seed: 2);
            network.Fit(data, new FitOptions { Epochs = 3, BatchSize = 16, Optimizer = optimizer, Loss = new MeanSquaredError() });
            return [.. network.GetWeights().SelectMany(tensor => tensor.Values), .. network.Predict(data.Features).SelectMany(row => row)];
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Pooled_embeddings_train_the_same_on_any_number_of_threads(OptimizerSpec optimizer) => CheckThreads(
        new NetworkSpec([50], [new Embedding(300, 33), new GlobalAveragePooling1D(), new Dense(3, Activation.Softmax)]), optimizer);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_gives_the_same_weights_on_any_number_of_threads(OptimizerSpec optimizer) => CheckThreads(
        new NetworkSpec([50], [new Embedding(300, 33), new Flatten(), new Dense(3, Activation.Softmax)]), optimizer);

    [Fact]
    public void A_resumed_training_equals_an_uninterrupted_one()
    {
        NetworkSpec spec = new([6], [new Embedding(40, 5, maskZero: true), new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData data = Words(rows: 60, columns: 6, count: 40);
        Network whole = new(spec, seed: 1), resumed = new(spec, seed: 1);
        FitOptions options = new() { Epochs = 4, Optimizer = new Adam { LazyEmbeddings = true } };
        whole.Fit(data, options);
        TrainingCheckpoint? checkpoint = null;
        new Network(spec, seed: 1).Fit(data, options with
        {
            Callbacks = [new LambdaCallback { EpochEnd = (context, epoch) => checkpoint = epoch.Epoch == 2 ? context.CreateCheckpoint() : checkpoint }],
        });
        resumed.Fit(data, options with { ResumeFrom = checkpoint });
        Assert.Equal(SavedWeights.Of(whole), SavedWeights.Of(resumed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_allocates_nothing(bool isPooled)
    {
        NetworkSpec spec = new([20], isPooled
            ? [new Embedding(100, 8, maskZero: true), new GlobalAveragePooling1D(), new Dense(3, Activation.Softmax)]
            : [new Embedding(100, 8, maskZero: true), new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData data = Words(rows: 32, columns: 20, count: 100);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            spec, new Network(spec).GetWeights(), new FitOptions { Threads = 1, Optimizer = new Adam() });
        int[] rows = [.. Enumerable.Range(0, 32)];
        session.Step(data, rows);
        session.Step(data, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.Step(data, rows);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Indices_beyond_the_table_are_refused()
    {
        Network network = new(s_pairs);
        IndexFeatures features = new(new[] { 0, 1 }, columnCount: 2, indexCount: 4);
        const string Problem = "The features have indices from 0 to 3; the network takes 0 to 2.";
        Assert.StartsWith(Problem, Assert.Throws<ArgumentException>(() => network.Predict(features)).Message, StringComparison.Ordinal);
        Assert.Contains(
            Problem,
            Assert.Throws<ArgumentException>(() => network.Fit(features, new float[][] { new float[4] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_longer_than_the_network_takes_are_refused()
    {
        IndexFeatures features = new(new[] { 0, 1, 2 }, columnCount: 3, indexCount: 3);
        Assert.StartsWith(
            "The features have 3 columns; the network takes 2.",
            Assert.Throws<ArgumentException>(() => new Network(s_pairs).Predict(features)).Message,
            StringComparison.Ordinal);
    }

    // The matrix checks its indices when it is made, but the array may change afterwards.
    [Fact]
    public void An_index_that_became_too_large_is_refused()
    {
        int[] indices = [0, 1];
        IndexFeatures features = new(indices, columnCount: 2, indexCount: 3);
        indices[1] = 3;
        Assert.StartsWith(
            "Row 0 has the index 3 in column 1; accepted: 0 to 2.",
            Assert.Throws<ArgumentException>(() => new Network(s_pairs).Predict(features)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_refused()
    {
        Network network = new(s_pairs);
        Assert.Throws<ArgumentException>(() => network.Predict(new float[] { 1, 2 }));
        using Predictor predictor = network.CreatePredictor();
        Assert.Equal(
            "The network takes indices, not numbers: pass IndexFeatures.",
            Assert.Throws<InvalidOperationException>(() => predictor.Predict(new float[] { 1, 2 }, new float[4])).Message);
        Assert.Throws<InvalidOperationException>(() => predictor.Predict([1], [1f], new float[4]));
    }

    [Fact]
    public void The_layer_must_be_the_first_and_take_one_index_for_each_position()
    {
        Assert.StartsWith(
            "Layer 1: Embedding takes indices; accepted: as the first layer only.",
            Assert.Throws<ArgumentException>(() => new NetworkSpec([2], [new Dense(2), new Embedding(3, 2)])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Layer 0: Embedding needs an input of shape [time], got [2, 3]",
            Assert.Throws<ArgumentException>(() => new NetworkSpec([2, 3], [new Embedding(3, 2)])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "InputDim")]
    [InlineData(1, 0, "OutputDim")]
    public void Sizes_below_1_throw(int inputDim, int outputDim, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new Embedding(inputDim, outputDim));

    [Fact]
    public void Json_and_the_summary_name_the_layer()
    {
        NetworkSpec spec = new([5], [new Embedding(7, 3, maskZero: true, new RandomNormal(), new Regularizer(l2: 0.1)), new Flatten(), new Dense(2)]);
        Assert.Equal(spec, NetworkSpec.FromJson(spec.ToJson()));
        Assert.Contains("\"type\": \"embedding\"", spec.ToJson(), StringComparison.Ordinal);
        Assert.Contains("embedding (Embedding)", spec.Summary(), StringComparison.Ordinal);
        Assert.Equal(new RandomUniform(-0.05, 0.05), new Embedding(7, 3).EmbeddingsInitializer);
    }

    private static void CheckThreads(NetworkSpec spec, OptimizerSpec optimizer)
    {
        TrainingData data = Words(rows: 200, columns: 50, count: 300);
        byte[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            Network network = new(spec, seed: 1);
            network.Fit(data, new FitOptions { Epochs = 1, BatchSize = 100, Threads = threads, Optimizer = optimizer });
            return SavedWeights.Of(network);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    private static TrainingData Words(int rows, int columns, int count)
    {
        int[] indices = [.. Enumerable.Range(0, rows * columns).Select(i => (int)(i * 2654435761L % count))];
        int[] lengths = [.. Enumerable.Range(0, rows).Select(row => row % (columns + 1))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 3)];
        return new TrainingData(new IndexFeatures(indices, columns, count, lengths), labels);
    }
}
