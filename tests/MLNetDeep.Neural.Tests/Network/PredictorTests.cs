using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class PredictorTests
{
    private readonly Network _network = new(Samples.Mlp(dropout: 0.3), seed: 3);
    private readonly float[] _rows = Samples.Floats(50 * 20);
    private readonly float[] _expected = new float[50 * 5];

    public PredictorTests()
    {
        _network.Predict(new DenseFeatures(_rows, 20), _expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(64)]
    public void Outputs_do_not_depend_on_the_batch_size(int maxBatchSize)
    {
        float[] actual = new float[50 * 5];
        Predictor predictor = _network.CreatePredictor(maxBatchSize);
        predictor.Predict(_rows, actual);
        Assert.Equal(_expected, actual);
        Assert.Equal((20, 5, maxBatchSize), (predictor.InputSize, predictor.OutputSize, predictor.MaxBatch));
        predictor.Predict(ReadOnlySpan<float>.Empty, actual);
    }

    [Fact]
    public void Sparse_and_dense_rows_yield_bitwise_equal_outputs()
    {
        int[] columns = [0, 7, 19];
        float[] values = [0.5f, -1, 2];
        float[] row = new float[20];
        for (int i = 0; i < 3; i++)
        {
            row[columns[i]] = values[i];
        }

        float[] dense = new float[5], sparse = new float[5];
        Predictor predictor = _network.CreatePredictor();
        predictor.Predict(row, dense);
        predictor.Predict(columns, values, sparse);
        Assert.Equal(dense, sparse);
        Assert.Equal(1, sparse.Sum(), 1e-6f);
        predictor.Predict(default, default, sparse);
    }

    public static TheoryData<NetworkSpec> Networks =>
    [
        new NetworkSpec([19], [new BatchNormalization(), new Dense(3, Activation.Sigmoid)]),
        new NetworkSpec([19], [new ActivationLayer(Activation.Gelu), new Dense(3, Activation.Gelu)]),
        new NetworkSpec([19], [new ActivationLayer(Activation.Softmax)]),
        new NetworkSpec([19], [new Dense(7, Activation.Softplus), new BatchNormalization(), new ActivationLayer(Activation.Sigmoid)]),
    ];

    // 19 is not a multiple of the SIMD width. Layers must neither read beyond the end of a row nor modify the caller's rows.
    [Theory]
    [MemberData(nameof(Networks))]
    public void Predict_neither_reads_beyond_a_row_nor_modifies_it(NetworkSpec spec)
    {
        Network network = new(spec, seed: 3);
        float[] rows = Samples.Floats(5 * 19), expected = new float[5 * spec.OutputSize], actual = new float[5 * spec.OutputSize];
        network.Predict(new DenseFeatures(rows, 19), expected);
        foreach (int maxBatchSize in new[] { 1, 2, 5 })
        {
            network.CreatePredictor(maxBatchSize).Predict(rows, actual);
            Assert.Equal(expected, actual);
            Assert.Equal(Samples.Floats(5 * 19), rows);
        }

        network.CreatePredictor().Predict(Enumerable.Range(0, 19).ToArray(), rows.AsSpan(0, 19), actual);
        Assert.Equal(expected[..spec.OutputSize], actual[..spec.OutputSize]);
    }

    // With binary cross-entropy, a session computes the sigmoid separately from the last layer. Its predictions must still equal the
    // network's.
    // A convolution of 3 x 3 transforms its weights once for all predictors of a network, as long as they stay the same.
    [Fact]
    public void Convolutions_use_the_weights_of_their_network()
    {
        NetworkSpec spec = new([6, 6, 16], [new Conv2D(20, 3), new Flatten(), new Dense(2)]);
        const int Size = 6 * 6 * 16;
        TrainingData data = new(new DenseFeatures(Samples.Floats(8 * Size, 1), Size), new DenseTargets(Samples.Floats(16, 2), 2));
        float[] row = Samples.Floats(Size);
        Network network = new(spec, seed: 1);
        IReadOnlyList<NamedTensor> weights = network.GetWeights();
        using Predictor predictor = network.CreatePredictor();
        float[] first = network.Predict(row), kept = new float[2];
        network.TrainOnBatch(data, new FitOptions { Optimizer = new Sgd(0.1) });
        Assert.NotEqual(first, network.Predict(row));
        Assert.Equal(new Network(spec, network.GetWeights()).Predict(row), network.Predict(row));
        predictor.Predict(row, kept);
        Assert.Equal(first, kept);
        network.SetWeights(weights);
        Assert.Equal(first, network.Predict(row));
    }

    [Fact]
    public void Network_and_session_return_equal_sigmoid_outputs()
    {
        Network network = new(new NetworkSpec([20], [new Dense(5, Activation.Tanh), new Dense(1, Activation.Sigmoid)]), seed: 3);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            network.Spec, network.GetWeights(), new FitOptions { Loss = new BinaryCrossEntropy() });
        float[] expected = new float[50], actual = new float[50];
        network.Predict(new DenseFeatures(_rows, 20), expected);
        session.Predict(new DenseFeatures(_rows, 20), actual);
        Assert.Equal(expected, actual);
        Assert.All(actual, value => Assert.InRange(value, 0.01f, 0.99f));
    }

    [Fact]
    public void A_predictor_keeps_its_weights_while_the_network_trains()
    {
        Predictor before = _network.CreatePredictor(50);
        _network.Fit(Samples.Data(100, 20, 5), new FitOptions());
        float[] actual = new float[50 * 5];
        before.Predict(_rows, actual);
        Assert.Equal(_expected, actual);
        _network.CreatePredictor(50).Predict(_rows, actual);
        Assert.NotEqual(_expected, actual);
    }

    [Fact]
    public async Task Predict_is_thread_safe()
    {
        float[][] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            Predictor predictor = _network.CreatePredictor(3);
            float[] actual = new float[50 * 5];
            for (int round = 0; round < 50; round++)
            {
                predictor.Predict(_rows, actual);
            }

            return actual;
        })));
        Assert.All(results, actual => Assert.Equal(_expected, actual));
    }

    [Fact]
    public void Invalid_input_throws()
    {
        Predictor predictor = _network.CreatePredictor();
        float[] output = new float[5];
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.CreatePredictor(0));
        Assert.Throws<ArgumentException>(() => predictor.Predict(new float[21], output));
        Assert.Throws<ArgumentException>(() => predictor.Predict(new float[20], new float[4]));
        Assert.Throws<ArgumentException>(() => predictor.Predict([1], new float[2], output));
        Assert.Throws<ArgumentException>(() => predictor.Predict([3, 3], new float[2], output));
        Assert.Throws<ArgumentException>(() => predictor.Predict([-1, 3], new float[2], output));
        Assert.Throws<ArgumentException>(() => predictor.Predict([3, 20], new float[2], output));
        Assert.Throws<ArgumentException>(() => predictor.Predict([3], new float[1], new float[4]));
    }

    [Fact]
    public void A_linear_last_layer_outputs_its_weighted_sums()
    {
        Network network = new(
            new NetworkSpec([2], [new Dense(1)]), [new("0.weight", [1, 2], [2, 3]), new("0.bias", [1], [0.5f])]);
        float[] output = new float[2];
        network.CreatePredictor().Predict([1f, 10, 2, 20], output);
        Assert.Equal([32.5f, 64.5f], output);
    }

    [Fact]
    public void A_network_without_parameters_returns_its_input()
    {
        Network network = new(new NetworkSpec([2, 2], [new Flatten(), new Dropout(0.5)]));
        float[] output = new float[8];
        network.CreatePredictor(2).Predict([1f, 2, 3, 4, 5, 6, 7, 8], output);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], output);
        network.CreatePredictor().Predict([1, 3], [5f, 6], output);
        Assert.Equal([0, 5, 0, 6], output[..4]);
        network.Predict(new DenseFeatures(new float[] { 1, 2, 3, 4 }, 4), output);
        Assert.Equal([1, 2, 3, 4], output[..4]);
    }
}
