using MLNetDeep.Neural;

namespace MLNetDeep.Faults.Trainings;

/// <summary>
/// A training with random data, layers, loss and options. Features, targets and learning rates are of up to absurd scale, so that many of
/// these trainings diverge.
/// </summary>
internal sealed class RandomTraining
{
    private readonly Random _random;
    private readonly int _seed;
    private readonly int _callback;

    public RandomTraining(int seed)
    {
        _random = new Random(seed);
        _seed = seed;
        _callback = _random.Next(4);
        int columns = _random.Next(1, 6);
        LossSpec loss = Pick<LossSpec>(
            () => new MeanSquaredError(), () => new MeanAbsoluteError(), () => new Huber(), () => new BinaryCrossEntropy(),
            () => new BinaryCrossEntropy(), () => new CategoricalCrossEntropy(), () => new CategoricalCrossEntropy());
        Data = CreateData(_random.Next(1, 80), columns, loss);
        Spec = new NetworkSpec([columns], [.. CreateLayers(loss)]);
        Options = CreateOptions(loss);
    }

    public NetworkSpec Spec { get; }

    public TrainingData Data { get; }

    /// <summary>The options without callbacks, which have a state and are made for each training.</summary>
    public FitOptions Options { get; }

    public Network CreateNetwork() => new(Spec, _seed);

    /// <summary>Returns the training's own callbacks: none in half of the cases.</summary>
    public TrainingCallback[] CreateCallbacks() => _callback switch
    {
        0 => [new ReduceLearningRateOnPlateau { Monitor = TrainingMetric.Loss, Patience = 1 }],
        1 => [new LearningRateScheduler((epoch, rate) => rate * (1 + (1.0 / epoch)))],
        _ => [],
    };

    /// <summary>A random number from 0 to below the limit.</summary>
    public int Next(int limit) => _random.Next(limit);

    private T Pick<T>(params Func<T>[] choices) => choices[_random.Next(choices.Length)]();

    private float Scale(int decades) => (float)Math.Pow(10, _random.Next(-3, decades) * _random.NextDouble());

    private TrainingData CreateData(int rows, int columns, LossSpec loss)
    {
        float featureScale = Scale(38), targetScale = Scale(30);
        float[] features = [.. Enumerable.Range(0, rows * columns).Select(_ => ((_random.NextSingle() * 2) - 1) * featureScale)];
        float[] first = [.. Enumerable.Range(0, rows).Select(row => features[row * columns])];
        Targets targets = loss switch
        {
            CategoricalCrossEntropy => new ClassTargets(first.Select(value => value > 0 ? 1 : 0).ToArray()),
            BinaryCrossEntropy => new DenseTargets(first.Select(value => value > 0 ? 1f : 0).ToArray()),
            _ => new DenseTargets(first.Select(value => value / featureScale * targetScale).ToArray()),
        };
        return new TrainingData(new DenseFeatures(features, columns), targets);
    }

    private List<LayerSpec> CreateLayers(LossSpec loss)
    {
        List<LayerSpec> layers = [];
        if (_random.Next(2) == 0)
        {
            layers.Add(new Dense(
                _random.Next(1, 20),
                Pick(() => Activation.Relu, () => Activation.Tanh, () => Activation.Linear),
                kernelRegularizer: _random.Next(4) == 0 ? new Regularizer(l2: 0.01) : null,
                kernelMaxNorm: _random.Next(5) == 0 ? 2 : null));
        }

        foreach (LayerSpec layer in new LayerSpec[] { new BatchNormalization(), new LayerNormalization(), new Dropout(0.3) })
        {
            if (_random.Next(3) == 0)
            {
                layers.Add(layer);
            }
        }

        layers.Add(loss switch
        {
            CategoricalCrossEntropy => new Dense(2, Activation.Softmax),
            BinaryCrossEntropy => new Dense(1, Activation.Sigmoid),
            _ => new Dense(1),
        });
        return layers;
    }

    private FitOptions CreateOptions(LossSpec loss)
    {
        double rate = Math.Pow(10, (_random.NextDouble() * 6) - 4 + (_random.Next(4) == 0 ? 20 * _random.NextDouble() : 0));
        OptimizerSpec optimizer = Pick<OptimizerSpec>(
            () => new Sgd(rate), () => new Sgd(rate, 0.9), () => new Adam(rate), () => new AdamW(rate), () => new Adagrad(rate),
            () => new RmsProp(rate), () => new Adadelta(rate));
        TrainingData? validation = _random.Next(3) == 0 ? Data : null;
        EarlyStopping stopping = new()
        {
            Monitor = validation is null ? TrainingMetric.Loss : TrainingMetric.ValidationLoss,
            Patience = _random.Next(3),
            RestoreBestWeights = _random.Next(2) == 0,
        };
        return new FitOptions
        {
            Loss = loss,
            Optimizer = optimizer with
            {
                GlobalClipNorm = _random.Next(4) == 0 ? 1 : null,
                ClipValue = _random.Next(6) == 0 ? 1 : null,
            },
            BatchSize = _random.Next(1, 40),
            Epochs = _random.Next(1, 7),
            Iterations = _random.Next(4) == 0 ? _random.Next(1, 40) : null,
            ValidationData = validation,
            EarlyStopping = _random.Next(2) == 0 ? stopping : null,
            Seed = _seed,
            Threads = 1,
        };
    }
}
