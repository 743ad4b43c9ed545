using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for two classes.</summary>
public static class BinaryTrainersExtensions
{
    /// <summary>Logistic regression: one dense unit with a sigmoid, from zero weights.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer LogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.LogisticRegression(new LogisticRegressionOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Epochs = epochs,
        });

    /// <summary>Logistic regression with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer LogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, LogisticRegressionOptions options) =>
        TrainerFactory.OneLayer(NetworkTask.Binary, trainers, nameof(LogisticRegression), options);

    /// <summary>A multilayer perceptron: dense hidden layers, then one unit with a sigmoid.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>A multilayer perceptron with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, MultilayerPerceptronOptions options) =>
        TrainerFactory.Perceptron(NetworkTask.Binary, trainers, options);

    /// <summary>A network of any layers, whose last one gives one unit with a sigmoid.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="network">The network: as many inputs as there are features, one output.</param>
    /// <param name="options">How to train it; the defaults where null.</param>
    public static NetworkTrainer NeuralNetwork(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        TrainerFactory.Given(NetworkTask.Binary, trainers, network, options);
}
