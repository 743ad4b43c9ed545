using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>
/// Checks that every option of every optimizer, schedule, loss, layer, activation and initializer has an effect: within each group of
/// options, all trained results differ pairwise.
/// </summary>
public class OptionTests
{
    private static readonly TrainingData Classes = Samples.Separable(120, 20, 5);
    private static readonly LayerSpec[] s_end = [new Flatten(), new Dense(5, Activation.Softmax)];

    public static TheoryData<string, OptimizerSpec[]> Optimizers => new()
    {
        { nameof(Sgd), [new Sgd(), new Sgd(0.02), new Sgd(momentum: 0.9), new Sgd(momentum: 0.8), new Sgd(momentum: 0.9, nesterov: true), new Sgd(decay: 0.1)] },
        { nameof(Adam), [new Adam(), new Adam(0.002), new Adam(beta1: 0.8), new Adam(beta2: 0.99), new Adam(epsilon: 1e-3)] },
        { nameof(AdamW), [new Adam(), new AdamW(), new AdamW(0.002), new AdamW(weightDecay: 0.1), new AdamW(beta1: 0.8), new AdamW(beta2: 0.99), new AdamW(epsilon: 1e-3)] },
        { nameof(Adagrad), [new Adagrad(), new Adagrad(0.01), new Adagrad(initialAccumulator: 0), new Adagrad(epsilon: 0.1)] },
        { nameof(Adadelta), [new Adadelta(), new Adadelta(1), new Adadelta(rho: 0.5), new Adadelta(epsilon: 1e-3)] },
        { nameof(RmsProp), [new RmsProp(), new RmsProp(0.01), new RmsProp(rho: 0.5), new RmsProp(momentum: 0.9), new RmsProp(epsilon: 0.1), new RmsProp(centered: true), new RmsProp(momentum: 0.9, centered: true)] },
        { "Clipping", [new Sgd(), new Sgd { ClipValue = 0.01 }, new Sgd { ClipValue = 0.02 }, new Sgd { GlobalClipNorm = 0.1 }, new Sgd { GlobalClipNorm = 0.2 }, new Sgd { ClipValue = 0.01, GlobalClipNorm = 0.05 }] },
        {
            "Schedules",
            [
                new Sgd(0.1), new Sgd(new TimeDecay(0.1, 0.1)), new Sgd(new TimeDecay(0.1, 0.2)), new Sgd(new StepDecay(0.1, 2)), new Sgd(new StepDecay(0.1, 3)),
                new Sgd(new StepDecay(0.1, 2, 0.5)), new Sgd(new ExponentialDecay(0.1, 5, 0.5)), new Sgd(new ExponentialDecay(0.1, 6, 0.5)),
                new Sgd(new ExponentialDecay(0.1, 5, 0.4)), new Sgd(new CosineDecay(0.1, 5)), new Sgd(new CosineDecay(0.1, 6)), new Sgd(new CosineDecay(0.1, 5, 0.1)),
                new Sgd(new OneCycle(0.1, 8)), new Sgd(new OneCycle(0.2, 8)), new Sgd(new OneCycle(0.1, 9)), new Sgd(new OneCycle(0.1, 8, 0.5)),
                new Sgd(new OneCycle(0.1, 8, initialDivisor: 10)), new Sgd(new OneCycle(0.1, 8, finalDivisor: 10)), new Sgd(new WarmUp(0.1, 3)),
                new Sgd(new WarmUp(0.1, 4)), new Sgd(new WarmUp(0.1, 3, 0.5)), new Sgd(new WarmUp(new CosineDecay(0.1, 5), 3)),
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Optimizers_and_schedules(string name, OptimizerSpec[] optimizers) =>
        AllDiffer(name, optimizers, optimizer => Trained(Samples.Mlp(), Classes, new FitOptions { Optimizer = optimizer, Epochs = 2 }));

    [Fact]
    public void Losses()
    {
        AllDiffer("classes", [new CategoricalCrossEntropy(), new CategoricalCrossEntropy(0.1), new CategoricalCrossEntropy(0.2)],
            (LossSpec loss) => Trained(Samples.Mlp(), Classes, new FitOptions { Loss = loss }));
        TrainingData binary = new(Classes.Features, Samples.Labels(120, 2));
        AllDiffer("binary", [new BinaryCrossEntropy(), new BinaryCrossEntropy(0.1), new MeanSquaredError()], (LossSpec loss) => Trained(
            new([20], [new Dense(1, Activation.Sigmoid)]),
            loss is MeanSquaredError ? new(binary.Features, new DenseTargets(Samples.Floats(120))) : binary,
            new FitOptions { Loss = loss }));
        TrainingData values = new(Classes.Features, new DenseTargets(Samples.Floats(120)));
        AllDiffer(
            "values",
            [new MeanSquaredError(), new MeanAbsoluteError(), new MeanSquaredLogarithmicError(), new Huber(), new Huber(0.5)],
            (LossSpec loss) => Trained(new([20], [new Dense(1)]), values, new FitOptions { Loss = loss }));
        AllDiffer("class weights", [[], [2f], [1f, 2f]], (float[] weights) => Trained(Samples.Mlp(), Classes, new FitOptions { ClassWeights = [.. weights] }));
    }

    [Fact]
    public void Activations() => AllDiffer(
        "activations",
        [
            Activation.Linear, Activation.Relu, Activation.LeakyRelu, new LeakyRelu(0.1), Activation.Elu, new Elu(0.5), Activation.Gelu, new Gelu(true),
            Activation.Sigmoid, Activation.Tanh, Activation.Softplus,
        ],
        (Activation activation) => Trained(new([20], [new Dense(7, activation), new Dense(5, Activation.Softmax)]), Classes, new FitOptions()));

    [Fact]
    public void Layers() => AllDiffer(
        "layers",
        [
            new Dense(5), new Dense(5, useBias: false), new Dense(5, kernelInitializer: Initializer.HeNormal), new Dense(5, biasInitializer: Initializer.Ones),
            new Dense(5, kernelRegularizer: new(l1: 0.01)), new Dense(5, kernelRegularizer: new(l2: 0.01)), new Dense(5, kernelMaxNorm: 0.5),
            new Dense(5, kernelMaxNorm: 0.6), new Dropout(0.1), new Dropout(0.2), new BatchNormalization(), new BatchNormalization(0.5),
            new BatchNormalization(epsilon: 0.1), new ActivationLayer(Activation.Tanh),
        ],
        (LayerSpec layer) => Predicted(new([20], [layer, new Dense(5, Activation.Softmax)])));

    [Fact]
    public void Recurrent_layers()
    {
        RecurrentLayer[] lstm =
        [
            new LSTM(6), new LSTM(6, Activation.Softplus), new LSTM(6, recurrentActivation: Activation.Tanh), new LSTM(6, useBias: false),
            new LSTM(6, kernelInitializer: Initializer.HeNormal), new LSTM(6, recurrentInitializer: Initializer.HeNormal),
            new LSTM(6, biasInitializer: Initializer.Ones), new LSTM(6, unitForgetBias: false), new LSTM(6, kernelRegularizer: new(l2: 0.01)),
            new LSTM(6, recurrentRegularizer: new(l2: 0.01)), new LSTM(6, dropout: 0.1), new LSTM(6, recurrentDropout: 0.1), new LSTM(6, goBackwards: true),
            new LSTM(6, kernelMaxNorm: 0.3), new LSTM(6, recurrentMaxNorm: 0.3), new LSTM(6, returnSequences: true), new LSTM(6, biasRegularizer: new(l2: 0.1)),
        ];
        RecurrentLayer[] gru =
        [
            new GRU(6), new GRU(6, Activation.Softplus), new GRU(6, recurrentActivation: Activation.Tanh), new GRU(6, useBias: false),
            new GRU(6, kernelInitializer: Initializer.HeNormal), new GRU(6, recurrentInitializer: Initializer.HeNormal),
            new GRU(6, biasInitializer: Initializer.Ones), new GRU(6, kernelRegularizer: new(l2: 0.01)), new GRU(6, recurrentRegularizer: new(l2: 0.01)),
            new GRU(6, dropout: 0.1), new GRU(6, recurrentDropout: 0.1), new GRU(6, goBackwards: true), new GRU(6, kernelMaxNorm: 0.3),
            new GRU(6, recurrentMaxNorm: 0.3), new GRU(6, returnSequences: true), new GRU(6, biasRegularizer: new(l2: 0.1)),
        ];
        RecurrentLayer[] simple =
        [
            new SimpleRNN(6), new SimpleRNN(6, Activation.Softplus), new SimpleRNN(6, useBias: false), new SimpleRNN(6, kernelInitializer: Initializer.HeNormal),
            new SimpleRNN(6, recurrentInitializer: Initializer.HeNormal), new SimpleRNN(6, biasInitializer: Initializer.Ones),
            new SimpleRNN(6, kernelRegularizer: new(l2: 0.01)), new SimpleRNN(6, recurrentRegularizer: new(l2: 0.01)), new SimpleRNN(6, dropout: 0.1),
            new SimpleRNN(6, recurrentDropout: 0.1), new SimpleRNN(6, goBackwards: true), new SimpleRNN(6, kernelMaxNorm: 0.3),
            new SimpleRNN(6, recurrentMaxNorm: 0.3), new SimpleRNN(6, returnSequences: true), new SimpleRNN(6, biasRegularizer: new(l2: 0.1)),
        ];
        IEnumerable<Bidirectional> both = Enum.GetValues<MergeMode>().Select(mode => new Bidirectional(new GRU(6), mode));
        AllDiffer("recurrent layers", [.. lstm, .. gru, .. simple, .. both], (LayerSpec layer) => Predicted(new([5, 4], [layer, .. s_end])));
    }

    [Fact]
    public void Attention_and_positions() => AllDiffer(
        "attention and positions",
        [
            new MultiHeadAttention(2, 3), new MultiHeadAttention(3, 2), new MultiHeadAttention(2, 3, dropout: 0.1), new MultiHeadAttention(2, 3, useBias: false),
            new MultiHeadAttention(2, 3, useCausalMask: true), new MultiHeadAttention(2, 3, kernelInitializer: Initializer.HeNormal),
            new MultiHeadAttention(2, 3, biasInitializer: Initializer.Ones), new MultiHeadAttention(2, 3, kernelRegularizer: new(l2: 0.01)), new MultiHeadAttention(2, 3, biasRegularizer: new(l2: 0.1)),
            new PositionalEmbedding(), new PositionalEmbedding(sinusoidal: true), new PositionalEmbedding(embeddingsInitializer: Initializer.Ones),
            new PositionalEmbedding(embeddingsRegularizer: new(l2: 0.1)),
        ],
        (LayerSpec layer) => Predicted(new([5, 4], [layer, .. s_end])));

    // The index 0 occurs in every row.
    [Fact]
    public void Embeddings()
    {
        TrainingData words = new(
            new IndexFeatures(Enumerable.Range(0, 60).Select(i => i % 6 == 5 ? 0 : i * i % 7).ToArray(), 6, 7),
            new ClassTargets(Enumerable.Range(0, 10).Select(i => i % 5).ToArray()));
        AllDiffer(
            "embeddings",
            [
                new Embedding(7, 3), new Embedding(7, 4), new Embedding(7, 3, maskZero: true), new Embedding(7, 3, embeddingsInitializer: Initializer.HeNormal),
                new Embedding(7, 3, embeddingsRegularizer: new(l2: 0.1)), new Embedding(7, 3) { Trainable = false },
            ],
            (LayerSpec layer) => Predicted(new([6], [layer, .. s_end]), words));
    }

    [Fact]
    public void Initializers() => AllDiffer(
        "initializers",
        [
            Initializer.Zeros, Initializer.Ones, Initializer.GlorotUniform, Initializer.GlorotNormal, Initializer.HeUniform, Initializer.HeNormal,
            Initializer.RandomNormal, new RandomNormal(0.1), new RandomNormal(0, 0.1), Initializer.RandomUniform, new RandomUniform(-0.1), new RandomUniform(maximum: 0.1),
        ],
        (Initializer initializer) => [new Network(new([20], [new Dense(5, kernelInitializer: initializer)])).GetWeights()[0]]);

    private static void AllDiffer<T>(string name, T[] options, Func<T, IReadOnlyList<NamedTensor>> result)
    {
        IReadOnlyList<NamedTensor>[] results = [.. options.Select(result)];
        for (int i = 0; i < results.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.False(Close.AreSame(results[i], results[j]), $"{name}: {options[i]} and {options[j]}");
            }
        }
    }

    private static IReadOnlyList<NamedTensor> Trained(NetworkSpec spec, TrainingData data, FitOptions options)
    {
        Network network = new(spec);
        network.Fit(data, options);
        return network.GetWeights();
    }

    // Returns predictions instead of weights, since the weights of different layers have different shapes.
    private static IReadOnlyList<NamedTensor> Predicted(NetworkSpec spec) => Predicted(spec, Classes);

    private static IReadOnlyList<NamedTensor> Predicted(NetworkSpec spec, TrainingData data)
    {
        Network network = new(spec);
        network.Fit(data, new FitOptions { Optimizer = new Sgd(0.1), Epochs = 2 });
        float[] outputs = new float[data.RowCount * 5];
        network.Predict(data.Features, outputs);
        return [new NamedTensor("outputs", [outputs.Length], outputs)];
    }
}
