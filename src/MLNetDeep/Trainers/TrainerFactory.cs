using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>Creates the trainers for all catalogs.</summary>
internal static class TrainerFactory
{
    /// <summary>Creates a trainer for one dense layer, with weights that start at zero.</summary>
    public static NetworkTrainer CreateOneLayer(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, string name, NeuralTrainerOptions options) =>
        Create(task, trainers, name, options, NetworkArchitecture.OneLayer(task.OutputActivation));

    /// <summary>Creates a trainer for a multilayer perceptron.</summary>
    public static NetworkTrainer CreatePerceptron(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, MultilayerPerceptronOptions options) =>
        Create(task, trainers, "MultilayerPerceptron", options, NetworkArchitecture.Perceptron(options, task.OutputActivation));

    /// <summary>Creates a trainer for a convolutional network.</summary>
    public static NetworkTrainer CreateConvolutional(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, ConvolutionalNetworkOptions options) =>
        Create(task, trainers, "ConvolutionalNetwork", options, NetworkArchitecture.Convolutional(options, task.OutputActivation));

    /// <summary>Creates a trainer for a sequence network.</summary>
    public static NetworkTrainer CreateSequence(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, SequenceNetworkOptions options) =>
        Create(task, trainers, "SequenceNetwork", options, NetworkArchitecture.Sequence(options, task.OutputActivation));

    /// <summary>Creates a trainer for a network of the caller.</summary>
    public static NetworkTrainer CreateForNetwork(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, NetworkArchitecture network, NeuralNetworkOptions? options) =>
        Create(task, trainers, "NeuralNetwork", options ?? new NeuralNetworkOptions(), network);

    /// <summary>Creates a trainer.</summary>
    public static NetworkTrainer Create(
        NetworkTask task,
        TrainCatalogBase.CatalogInstantiatorBase trainers,
        string name,
        NeuralTrainerOptions options,
        NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new NetworkTrainer(MLNetInternals.EnvironmentOf(trainers), name, task, options, architecture);
    }
}
