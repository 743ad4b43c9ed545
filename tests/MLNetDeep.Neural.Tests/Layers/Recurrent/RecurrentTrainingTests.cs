using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Recurrent;

/// <summary>Training recurrent layers: dropout, threads, memory.</summary>
public class RecurrentTrainingTests
{
    private const int Time = 6;
    private const int Features = 5;

    public static TheoryData<LayerSpec> Layers =>
    [
        new LSTM(20, dropout: 0.2, recurrentDropout: 0.3),
        new GRU(20, dropout: 0.2, recurrentDropout: 0.3),
        new Bidirectional(new SimpleRNN(20, dropout: 0.2, recurrentDropout: 0.3, returnSequences: true), MergeMode.Multiply),
    ];

    // 70 rows are 9 tiles; the work is above what a team of threads shares.
    [Theory]
    [MemberData(nameof(Layers))]
    public void Weights_do_not_depend_on_the_number_of_threads(LayerSpec layer)
    {
        NetworkSpec spec = new([Time, Features], [layer, new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData data = Data(140);
        IReadOnlyList<NamedTensor> expected = Train(1);
        Close.SameBits(expected, Train(2));
        Close.SameBits(expected, Train(3));

        IReadOnlyList<NamedTensor> Train(int threads)
        {
            Network network = new(spec, seed: 1);
            network.Fit(data, new FitOptions { Threads = threads, Epochs = 2, BatchSize = 70, Seed = 3 });
            return network.GetWeights();
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_row_alone_has_the_outputs_that_it_has_in_a_batch(LayerSpec layer)
    {
        NetworkSpec spec = new([Time, Features], [layer, new Flatten()]);
        Network network = new(spec, seed: 1);
        DenseFeatures features = (DenseFeatures)Data(13).Features;
        float[] all = new float[13 * spec.OutputSize];
        network.Predict(features, all);
        float[] row = new float[Time * Features], one = new float[spec.OutputSize];
        for (int i = 0; i < 13; i++)
        {
            features.CopyRow(i, row);
            network.Predict(new DenseFeatures(row, row.Length), one);
            Assert.Equal(all.AsSpan(i * one.Length, one.Length).ToArray(), one);
        }
    }

    // With the weights 1, a linear state is the sum of all features of all steps so far. A mask multiplies a feature at all steps by 0 or
    // 1 / (1 - 0.5) = 2.
    [Fact]
    public void A_mask_of_the_features_is_the_same_at_all_steps()
    {
        const int rows = 40, seed = 7;
        NetworkSpec spec = new([Time, 1], [new SimpleRNN(1, Activation.Linear, useBias: false, dropout: 0.5)]);
        double[] gradients = Gradients(spec, rows, seed, 0);

        // The gradient of the input weight, with outputs and targets 0 apart from the states: see Gradients.
        SimpleRNN layer = (SimpleRNN)spec.Layers[0];
        float[] mask = new float[1];
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.DrawRecurrent(layer, ofStates: false, isReverse: false, 0, seed, 0, row, mask);
            Assert.Equal(mask[0] * Time, gradients[row]);
        }

        Assert.Contains(0, gradients);
        Assert.Contains(2 * Time, gradients);
    }

    // A linear state with the weights 1 and inputs 1: h ← 1 + m h with the mask m of the states, so 1 + m + m² + ... after all steps.
    [Fact]
    public void A_mask_of_the_states_is_the_same_at_all_steps()
    {
        const int rows = 40, seed = 7;
        NetworkSpec spec = new([Time, 1], [new SimpleRNN(1, Activation.Linear, useBias: false, recurrentDropout: 0.5)]);
        double[] gradients = Gradients(spec, rows, seed, 0);
        SimpleRNN layer = (SimpleRNN)spec.Layers[0];
        float[] mask = new float[1];
        for (int row = 0; row < rows; row++)
        {
            DropoutMasks.DrawRecurrent(layer, ofStates: true, isReverse: false, 0, seed, 0, row, mask);
            Assert.Equal(mask[0] == 0 ? 1 : (1 << Time) - 1, gradients[row]);
        }

        Assert.Contains(1, gradients);
        Assert.Contains((1 << Time) - 1, gradients);
    }

    [Fact]
    public void Each_direction_and_each_kind_has_masks_of_its_own()
    {
        LSTM layer = new(50, dropout: 0.5, recurrentDropout: 0.5);
        float[][] masks =
        [
            Draw(false, false, 0, 0), Draw(true, false, 0, 0), Draw(false, true, 0, 0), Draw(true, true, 0, 0), Draw(false, false, 1, 0),
            Draw(false, false, 0, 1),
        ];
        Assert.Equal(masks.Length, masks.Select(mask => string.Join(" ", mask)).Distinct().Count());

        float[] Draw(bool ofStates, bool isReverse, int index, int row)
        {
            float[] mask = new float[50];
            DropoutMasks.DrawRecurrent(layer, ofStates, isReverse, index, 3, 5, row, mask);
            return mask;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_step_allocates_nothing(LayerSpec layer)
    {
        NetworkSpec spec = new([Time, Features], [layer, new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData data = Data(32);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec).GetWeights(), new FitOptions { Threads = 1 });
        int[] rows = [.. Enumerable.Range(0, 32)];
        session.Step(data, rows);
        session.Step(data, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.Step(data, rows);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // The derivative of each row's output with respect to a common factor of the weights of the inputs, which equals the output: the loss is
    // (output - 0)² of a single row, whose gradient 2 h dh/dw is 2 h² for the weight w = 1.
    private static double[] Gradients(NetworkSpec spec, int rows, int seed, int parameter)
    {
        NamedTensor[] weights = [.. spec.Parameters.Select(item => new NamedTensor(item.Name, item.Shape, [1]))];
        float[] ones = [.. Enumerable.Repeat(1f, rows * Time)];
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            spec, weights, new FitOptions { Loss = new MeanSquaredError(), Threads = 1, Seed = seed });
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            // Only the row's target differs from the others', whose weight in the loss is 0.
            float[] rowWeights = new float[rows];
            rowWeights[row] = rows;
            TrainingData data = new(new DenseFeatures(ones, Time), new DenseTargets(new float[rows], 1), rowWeights);
            float gradient = session.ComputeGradients(data, [.. Enumerable.Range(0, rows)], training: true)[parameter].Values[0];
            return Math.Sqrt(gradient / 2);
        })];
    }

    private static TrainingData Data(int rows) => Samples.Data(rows, Time * Features, 3);
}
