using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for numbers.</summary>
public static class RegressionTrainersExtensions
{
    /// <summary>Linear regression: one dense unit, from zero weights, on the mean squared error.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="float"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer LinearRegression(
        this RegressionCatalog.RegressionTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.LinearRegression(new LinearRegressionOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Epochs = epochs,
        });

    /// <summary>Linear regression with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer LinearRegression(
        this RegressionCatalog.RegressionTrainers trainers, LinearRegressionOptions options) =>
        TrainerFactory.OneLayer(NetworkTask.Regression, trainers, nameof(LinearRegression), options);

    /// <summary>A multilayer perceptron: dense hidden layers, then one linear unit.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="float"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this RegressionCatalog.RegressionTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>A multilayer perceptron with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this RegressionCatalog.RegressionTrainers trainers, MultilayerPerceptronOptions options) =>
        TrainerFactory.Perceptron(NetworkTask.Regression, trainers, options);

    /// <summary>A network of any layers, whose last one gives one linear unit.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="network">The network: as many inputs as there are features, one output.</param>
    /// <param name="options">How to train it; the defaults where null.</param>
    public static NetworkTrainer NeuralNetwork(
        this RegressionCatalog.RegressionTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        TrainerFactory.Given(NetworkTask.Regression, trainers, network, options);
}
