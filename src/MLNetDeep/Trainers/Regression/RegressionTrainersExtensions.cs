using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for numbers.</summary>
public static class RegressionTrainersExtensions
{
    /// <summary>Linear regression: one dense unit, from zero weights, on the mean squared error.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="float"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static RegressionNetworkTrainer LinearRegression(
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

    /// <summary>Linear regression, with options.</summary>
    public static RegressionNetworkTrainer LinearRegression(this RegressionCatalog.RegressionTrainers trainers, LinearRegressionOptions options) =>
        Create(trainers, nameof(LinearRegression), options, NetworkArchitecture.OneLayer(Activation.Linear));

    /// <summary>A multilayer perceptron: dense hidden layers, then one linear unit.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="float"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static RegressionNetworkTrainer MultilayerPerceptron(
        this RegressionCatalog.RegressionTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>A multilayer perceptron with options.</summary>
    public static RegressionNetworkTrainer MultilayerPerceptron(this RegressionCatalog.RegressionTrainers trainers, MultilayerPerceptronOptions options) =>
        Create(trainers, nameof(MultilayerPerceptron), options, NetworkArchitecture.Perceptron(options, Activation.Linear));

    /// <summary>A network of any layers, whose last one gives one linear unit.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="network">The network: as many inputs as there are features, one output.</param>
    /// <param name="options">How to train it; the defaults where null.</param>
    public static RegressionNetworkTrainer NeuralNetwork(this RegressionCatalog.RegressionTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        Create(trainers, nameof(NeuralNetwork), options ?? new NeuralNetworkOptions(), NetworkArchitecture.Given(network));

    private static RegressionNetworkTrainer Create(RegressionCatalog.RegressionTrainers trainers, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new RegressionNetworkTrainer(MLNetInternals.EnvironmentOf(trainers), name, options, architecture);
    }
}
