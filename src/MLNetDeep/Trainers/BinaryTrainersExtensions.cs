using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Creates MLNetDeep's trainers for binary classification.</summary>
public static class BinaryTrainersExtensions
{
    /// <summary>Creates a trainer for logistic regression: one dense unit with a sigmoid, with weights that start at zero.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="labelColumnName">The label column: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The feature column: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    public static NetworkTrainer LogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int? epochs = null) =>
        trainers.LogisticRegression(new LogisticRegressionOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Epochs = epochs,
        });

    /// <summary>Creates a trainer for logistic regression from options.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="options">The columns, the optimizer and other training options.</param>
    public static NetworkTrainer LogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, LogisticRegressionOptions options) =>
        TrainerFactory.CreateOneLayer(NetworkTask.Binary, trainers, nameof(LogisticRegression), options);

    /// <summary>Creates a trainer for a multilayer perceptron: dense hidden layers, then one unit with a sigmoid.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="labelColumnName">The label column: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The feature column: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer. Default null: one layer of 128.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    public static NetworkTrainer MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int? epochs = null) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>Creates a trainer for a multilayer perceptron from options.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="options">The columns, the optimizer and other training options.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, MultilayerPerceptronOptions options) =>
        TrainerFactory.CreatePerceptron(NetworkTask.Binary, trainers, options);

    /// <summary>
    /// Creates a trainer for a convolutional network: blocks of a convolution and a maximum pooling, a dense hidden layer, then one unit with a sigmoid.
    /// </summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="labelColumnName">The label column: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The feature column: pictures as vectors of <see cref="float"/> or <see cref="byte"/> with the dimensions
    /// height x width, height x width x channels, or channels x height x width.</param>
    /// <param name="filters">The number of filters of each block. Default null: 32, then 64.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    public static NetworkTrainer ConvolutionalNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? filters = null,
        int? epochs = null) =>
        trainers.ConvolutionalNetwork(ConvolutionalNetworkOptions.Create(labelColumnName, featureColumnName, filters, epochs));

    /// <summary>Creates a trainer for a convolutional network from options.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="options">The blocks, the dense layers, the columns, the optimizer and other training options.</param>
    /// <exception cref="ArgumentException">InputShape is given, but does not have three numbers.</exception>
    public static NetworkTrainer ConvolutionalNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, ConvolutionalNetworkOptions options) =>
        TrainerFactory.CreateConvolutional(NetworkTask.Binary, trainers, options);

    /// <summary>
    /// Creates a trainer for a sequence network: an embedding of word indices, a layer that reads the sequence, then one unit with a sigmoid.
    /// </summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="labelColumnName">The label column: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The feature column: a vector of keys of known size, such as WordIndices makes with a length.</param>
    /// <param name="kind">How the sequence is read. Default <see cref="SequenceKind.Pooling"/>.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    public static NetworkTrainer SequenceNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        SequenceKind kind = SequenceKind.Pooling,
        int? epochs = null) =>
        trainers.SequenceNetwork(
            new SequenceNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName, Kind = kind, Epochs = epochs });

    /// <summary>Creates a trainer for a sequence network from options.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="options">The layers, the columns, the optimizer and other training options.</param>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public static NetworkTrainer SequenceNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, SequenceNetworkOptions options) =>
        TrainerFactory.CreateSequence(NetworkTask.Binary, trainers, options);

    /// <summary>Creates a trainer for a network of given layers.</summary>
    /// <remarks>
    /// The feature column gives the input shape: its number of values for layers that take flat rows, such as <see cref="Dense"/>; otherwise
    /// its dimensions, with the channels of a picture last. Two dimensions are a sequence, or a picture of one channel.
    /// </remarks>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="layers">The layers from the input to the output. The last one must be one unit with a sigmoid.</param>
    /// <param name="options">The training options. Default null: <see cref="NeuralNetworkOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public static NetworkTrainer NeuralNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, IReadOnlyList<LayerSpec> layers, NeuralNetworkOptions? options = null) =>
        TrainerFactory.CreateForNetwork(NetworkTask.Binary, trainers, NetworkArchitecture.FromLayers(layers), options);

    /// <summary>
    /// Creates a trainer for a network with an input shape of its own, as a column without dimensions needs it for pictures and sequences.
    /// </summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="network">The network. Its input size must be the number of features, and its last layer one unit with a sigmoid.</param>
    /// <param name="options">The training options. Default null: <see cref="NeuralNetworkOptions"/> with its defaults.</param>
    public static NetworkTrainer NeuralNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        TrainerFactory.CreateForNetwork(NetworkTask.Binary, trainers, NetworkArchitecture.FromSpec(network), options);
}
