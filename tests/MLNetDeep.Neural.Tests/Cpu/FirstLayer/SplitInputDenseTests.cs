using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

public class SplitInputDenseTests
{
    private const int Rows = 150;
    private const int Columns = 301;

    [Theory]
    [InlineData(127, 32, 1, 127)]
    [InlineData(128, 32, 2, 64)]
    [InlineData(511, 32, 2, 256)]
    [InlineData(512, 32, 2, 256)]
    [InlineData(784, 128, 2, 400)]
    [InlineData(10_001, 256, 2, 5_009)]
    [InlineData(10_001, 257, 1, 10_001)]
    public void CreateParts_splits_many_inputs_of_few_units(int inputs, int units, int parts, int maxPartSize)
    {
        InputParts cut = SplitInputDense.CreateParts(inputs, units);
        Assert.Equal(parts, cut.Count);
        Assert.Equal(0, cut.FirstInput(0));
        Assert.Equal(inputs, cut.FirstInput(parts));
        Assert.Equal(maxPartSize, cut.LargestSize);
    }

    // Runs up to 5 threads on 2 parts, with fused activations, separate activations and no activation.
    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public void Weights_do_not_depend_on_thread_count_or_feature_format(int valuesPerNonzero)
    {
        ByteFeatures bytes = new(Samples.Bytes(Rows * Columns, valuesPerNonzero), Columns);
        foreach (LayerSpec[] layers in new LayerSpec[][]
            {
                [new Dense(20, Activation.Sigmoid), new Dense(4, Activation.Softmax)],
                [new Dense(140, Activation.Relu), new Dense(4, Activation.Softmax)],
                [new Dense(9, Activation.Gelu), new Dense(4, Activation.Softmax)],
                [new Dense(4, Activation.Softmax)],
            })
        {
            NetworkSpec spec = new([Columns], [.. layers]);
            float[] one = Train(spec, bytes, threads: 1);
            Assert.Equal(one, Train(spec, bytes, threads: 2));
            Assert.Equal(one, Train(spec, bytes, threads: 3));
            Assert.Equal(one, Train(spec, bytes, threads: 5));
            Assert.Equal(one, Train(spec, Samples.ToDense(bytes), threads: 2));
            Assert.Equal(one, Train(spec, Samples.ToSparse(bytes), threads: 2));
        }
    }

    [Fact]
    public void Outputs_match_the_formula_for_matrices_and_single_rows()
    {
        ByteFeatures bytes = new(Samples.Bytes(Rows * Columns, 4), Columns);
        Network network = new(new NetworkSpec([Columns], [new Dense(3, Activation.Relu)]), seed: 3);
        IReadOnlyList<NamedTensor> weights = network.GetWeights();
        float[] all = new float[Rows * 3], row = new float[Columns], outputs = new float[3];
        network.Predict(bytes, all);
        Predictor predictor = network.CreatePredictor();
        for (int i = 0; i < Rows; i++)
        {
            bytes.CopyRow(i, row);
            predictor.Predict(row, outputs);
            for (int unit = 0; unit < 3; unit++)
            {
                double sum = weights[1].Values[unit];
                for (int column = 0; column < Columns; column++)
                {
                    sum += (double)row[column] * weights[0].Values[(unit * Columns) + column];
                }

                Assert.Equal(Math.Max(0, sum), all[(i * 3) + unit], 1e-5);
                Assert.Equal(all[(i * 3) + unit], outputs[unit]);
            }
        }
    }

    [Fact]
    public void A_session_and_a_network_predict_the_same_after_training_with_dropout()
    {
        ByteFeatures bytes = new(Samples.Bytes(Rows * Columns, 4), Columns);
        NetworkSpec spec = new([Columns], [new Dropout(0.5), new Dense(32, Activation.Relu), new Dense(4, Activation.Softmax)]);
        Network network = new(spec, seed: 3);
        float[] within = new float[Rows * 4], outside = new float[Rows * 4];
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, network.GetWeights(), new FitOptions());
        session.Predict(bytes, within);
        network.Predict(bytes, outside);
        Assert.Equal(outside, within);
    }

    [Fact]
    public void Out_of_range_labels_throw()
    {
        NetworkSpec spec = new([2], [new Dense(3, Activation.Softmax)]);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec).GetWeights(), new FitOptions());
        TrainingData data = new(new DenseFeatures(new float[] { 1, 2, 3, 4 }, 2), new[] { 0, 3 });
        Assert.Contains("Row 1 has label 3; accepted: 0 to 2.", Assert.Throws<ArgumentException>(() => session.Step(data, [0, 1])).Message, StringComparison.Ordinal);
    }

    private static float[] Train(NetworkSpec spec, FeatureMatrix features, int threads)
    {
        Network network = new(spec, seed: 2);
        TrainingData data = new(features, Samples.Labels(Rows, 4));
        network.Fit(data, new FitOptions { Epochs = 2, BatchSize = 64, Threads = threads });
        return [.. network.GetWeights().SelectMany(tensor => tensor.Values)];
    }
}
