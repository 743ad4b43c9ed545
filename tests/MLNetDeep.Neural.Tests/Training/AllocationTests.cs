using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Training, progress reports and prediction allocate no memory after the first batches.</summary>
public class AllocationTests
{
    // The runtime allocates an event object on the first contention for a lock, which may happen in any batch.
    private const int MaxAllocatingIntervals = 2;

    [Theory]
    [InlineData("dense", 1)]
    [InlineData("bytes", 5)]
    [InlineData("sparse", 20)]
    public void Batches_do_not_allocate_after_the_first_epoch(string format, int valuesPerNonzero)
    {
        ByteFeatures bytes = new(Samples.Bytes(640 * 200, valuesPerNonzero), 200);
        FeatureMatrix features = format switch
        {
            "dense" => Samples.ToDense(bytes),
            "sparse" => Samples.ToSparse(bytes),
            _ => bytes,
        };
        NetworkSpec spec = new(
            [200], [new Dense(100, Activation.Relu), new Dropout(0.2), new Dense(60, Activation.Tanh), new Dense(10, Activation.Softmax)]);
        AllocationMeter meter = new();
        new Network(spec).Fit(
            new TrainingData(features, Samples.Labels(640, 10)), new FitOptions { Epochs = 3, Threads = 2 }, meter);
        Assert.Equal(19, meter.Intervals);
        Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
    }

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(new OneCycle(0.01, 1000)), new Sgd(momentum: 0.9), new Adam(new WarmUp(new CosineDecay(0.01, 500), 10)), new AdamW(), new Adagrad(),
        new Adadelta(), new RmsProp(), new RmsProp(momentum: 0.9, centered: true), new Adam { ClipValue = 0.1, GlobalClipNorm = 1 },
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void No_optimizer_allocates_in_a_thousand_batches(OptimizerSpec optimizer)
    {
        NetworkSpec spec = new(
            [20],
            [
                new Dense(30, Activation.Gelu, kernelRegularizer: new(1e-4, 1e-4), kernelMaxNorm: 2), new BatchNormalization(),
                new ActivationLayer(Activation.Elu), new Dropout(0.1), new Dense(2, Activation.Sigmoid),
            ]);
        AllocationMeter meter = new();
        float[] targets = [.. Samples.Floats(16000 * 2).Select(Math.Abs)];
        new Network(spec).Fit(
            new TrainingData(new DenseFeatures(Samples.Floats(16000 * 20), 20), new DenseTargets(targets, 2)),
            new FitOptions { Optimizer = optimizer, Loss = new BinaryCrossEntropy(0.1), Epochs = 2, BatchSize = 16, Threads = 2, ClassWeights = [1, 2] },
            meter);
        Assert.Equal(999, meter.Intervals);
        Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slices_of_large_batches_do_not_allocate(bool isSquared)
    {
        AllocationMeter meter = new();
        new Network(new([4], [new Dense(8, Activation.Tanh), new Dense(2)])).Fit(
            new TrainingData(new DenseFeatures(Samples.Floats(42000 * 4), 4), new DenseTargets(Samples.Floats(42000 * 2, key: 2), 2)),
            new FitOptions { Loss = isSquared ? new MeanSquaredError() : new Huber(), Epochs = 2, BatchSize = 2100, Threads = 2 },
            meter);
        Assert.Equal(19, meter.Intervals);
        Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
    }

    [Fact]
    public void Convolutions_do_not_allocate_in_a_hundred_batches()
    {
        NetworkSpec spec = new(
            [5, 4, 1],
            [
                new Conv2D(3, 2, padding: Padding.Same, activation: Activation.Relu), new MaxPooling2D(2), new Conv2D(4, 1, activation: Activation.Gelu),
                new DepthwiseConv2D(2), new Flatten(), new Dense(2, Activation.Sigmoid),
            ]);
        AllocationMeter meter = new();
        float[] targets = [.. Samples.Floats(1600 * 2).Select(Math.Abs)];
        new Network(spec).Fit(
            new TrainingData(new DenseFeatures(Samples.Floats(1600 * 20), 20), new DenseTargets(targets, 2)),
            new FitOptions { Epochs = 2, BatchSize = 16, Threads = 2 },
            meter);
        Assert.Equal(99, meter.Intervals);
        Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
    }

    // Sequences of 6 steps with lengths, and pictures of 6 x 6 pixels.
    [Fact]
    public void Batches_of_sequences_and_pictures_do_not_allocate_after_the_first_epoch()
    {
        NetworkSpec sequences = new(
            [6, 6],
            [
                new BatchNormalization(), new ZeroPadding1D(), new SpatialDropout1D(0.2), new MaxPooling1D(2, 1, Padding.Same), new UpSampling1D(),
                new Cropping1D(), new AveragePooling1D(), new GlobalMaxPooling1D(), new Dense(3, Activation.Softmax),
            ]);
        NetworkSpec pictures = new(
            [6, 6, 1],
            [
                new ZeroPadding2D(), new BatchNormalization(), new MaxPooling2D(3, 1), new SpatialDropout2D(0.2),
                new UpSampling2D(2, Interpolation.Bilinear), new Permute([2, 1, 3]), new Cropping2D(1), new AveragePooling2D(),
                new GlobalAveragePooling2D(), new Dense(3, Activation.Softmax),
            ]);
        int[] lengths = [.. Enumerable.Range(0, 320).Select(row => row % 7)];
        foreach (NetworkSpec spec in new[] { sequences, pictures })
        {
            DenseFeatures features = spec == sequences
                ? new(Samples.Floats(320 * 36), 36, lengths, 6)
                : new(Samples.Floats(320 * 36), 36);
            AllocationMeter meter = new();
            new Network(spec).Fit(new TrainingData(features, Samples.Labels(320, 3)), new FitOptions { Epochs = 3, BatchSize = 16, Threads = 2 }, meter);
            Assert.Equal(19, meter.Intervals);
            Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
        }
    }

    [Fact]
    public void Batches_of_layers_in_layers_and_over_positions_do_not_allocate()
    {
        NetworkSpec spec = new(
            [5, 4],
            [
                new Dense(6, Activation.Gelu),
                new Residual([new Dense(7, Activation.Tanh), new Dropout(0.2), new Dense(6)], Activation.Relu, [new Dense(6)]),
                new Concatenate([[new LayerNormalization()], [], [new Dense(16) { Trainable = false }]]),
                new Flatten(),
                new Dense(2, Activation.Sigmoid),
            ]);
        AllocationMeter meter = new();
        int[] lengths = [.. Enumerable.Range(0, 1600).Select(i => i % 6)];
        float[] targets = [.. Samples.Floats(1600 * 2).Select(Math.Abs)];
        new Network(spec).Fit(
            new TrainingData(new DenseFeatures(Samples.Floats(1600 * 20), 20, lengths, 5), new DenseTargets(targets, 2)),
            new FitOptions { Epochs = 2, BatchSize = 16, Threads = 2 },
            meter);
        Assert.Equal(99, meter.Intervals);
        Assert.InRange(meter.AllocatingIntervals, 0, MaxAllocatingIntervals);
    }

    [Fact]
    public void Predict_does_not_allocate()
    {
        Predictor predictor = new Network(Samples.Mlp()).CreatePredictor(4);
        float[] rows = Samples.Floats(7 * 20);
        float[] outputs = new float[7 * 5];
        int[] columns = [3, 8];
        long before = 0;
        for (int i = 0; i < 50; i++)
        {
            // Warm-up: the JIT compiles the methods in the first rounds.
            if (i == 20)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            predictor.Predict(rows, outputs);
            predictor.Predict(rows.AsSpan(0, 20), outputs);
            predictor.Predict(columns, rows.AsSpan(0, 2), outputs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class AllocationMeter : IProgress<TrainingProgress>
    {
        private long _before;

        public int AllocatingIntervals { get; private set; }

        public int Intervals { get; private set; }

        // Measures the allocations between the batches of the last epoch.
        public void Report(TrainingProgress value)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (value.Epoch == value.Epochs && value.Batch > 1)
            {
                AllocatingIntervals += now > _before ? 1 : 0;
                Intervals++;
            }

            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
