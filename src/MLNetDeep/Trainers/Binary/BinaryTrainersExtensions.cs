using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for two classes.</summary>
public static class BinaryTrainersExtensions
{
    /// <summary>Logistic regression: one dense unit with a sigmoid, from zero weights.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static BinaryNetworkTrainer LogisticRegression(
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

    /// <summary>Logistic regression, with options.</summary>
    public static BinaryNetworkTrainer LogisticRegression(this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, LogisticRegressionOptions options) =>
        Create(trainers, nameof(LogisticRegression), options, NetworkArchitecture.OneLayer(Activation.Sigmoid));

    /// <summary>A multilayer perceptron: dense hidden layers, then one unit with a sigmoid.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static BinaryNetworkTrainer MultilayerPerceptron(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>A multilayer perceptron with options.</summary>
    public static BinaryNetworkTrainer MultilayerPerceptron(this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, MultilayerPerceptronOptions options) =>
        Create(trainers, nameof(MultilayerPerceptron), options, NetworkArchitecture.Perceptron(options, Activation.Sigmoid));

    /// <summary>A network of any layers, whose last one gives one unit with a sigmoid.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="network">The network: as many inputs as there are features, one output.</param>
    /// <param name="options">How to train it; the defaults where null.</param>
    public static BinaryNetworkTrainer NeuralNetwork(this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        Create(trainers, nameof(NeuralNetwork), options ?? new NeuralNetworkOptions(), NetworkArchitecture.Given(network));

    private static BinaryNetworkTrainer Create(BinaryClassificationCatalog.BinaryClassificationTrainers trainers, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new BinaryNetworkTrainer(MLNetInternals.EnvironmentOf(trainers), name, options, architecture);
    }
}
