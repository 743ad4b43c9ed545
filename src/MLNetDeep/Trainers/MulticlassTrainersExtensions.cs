using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for several classes.</summary>
public static class MulticlassTrainersExtensions
{
    /// <summary>Softmax regression (multinomial logistic regression): one dense layer with a softmax, from zero weights.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a key, or a vector from OneHotLabel.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer SoftmaxRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.SoftmaxRegression(new SoftmaxRegressionOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Epochs = epochs,
        });

    /// <summary>Softmax regression with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer SoftmaxRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, SoftmaxRegressionOptions options) =>
        TrainerFactory.OneLayer(NetworkTask.Multiclass, trainers, nameof(SoftmaxRegression), options);

    /// <summary>A multilayer perceptron: dense hidden layers, then a dense layer with a softmax.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a key, or a vector from OneHotLabel.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">The number of passes over the data.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs) =>
        trainers.MultilayerPerceptron(MultilayerPerceptronOptions.Create(labelColumnName, featureColumnName, hiddenUnits, epochs));

    /// <summary>A multilayer perceptron with options.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">The options.</param>
    public static NetworkTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, MultilayerPerceptronOptions options) =>
        TrainerFactory.Perceptron(NetworkTask.Multiclass, trainers, options);

    /// <summary>A network of any layers, whose last one is dense with a softmax over the classes.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="network">The network: as many inputs as there are features, as many outputs as there are classes.</param>
    /// <param name="options">How to train it; the defaults where null.</param>
    public static NetworkTrainer NeuralNetwork(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, NetworkSpec network, NeuralNetworkOptions? options = null) =>
        TrainerFactory.Given(NetworkTask.Multiclass, trainers, network, options);
}
