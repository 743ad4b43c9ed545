using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes the trainers of all catalogs.</summary>
internal static class TrainerFactory
{
    /// <summary>A network of one dense layer, from zero weights.</summary>
    public static NetworkTrainer OneLayer(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, string name, NeuralTrainerOptions options) =>
        Create(task, trainers, name, options, NetworkArchitecture.OneLayer(task.OutputActivation));

    /// <summary>A multilayer perceptron.</summary>
    public static NetworkTrainer Perceptron(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, MultilayerPerceptronOptions options) =>
        Create(task, trainers, "MultilayerPerceptron", options, NetworkArchitecture.Perceptron(options, task.OutputActivation));

    /// <summary>A network that is given whole.</summary>
    public static NetworkTrainer Given(
        NetworkTask task, TrainCatalogBase.CatalogInstantiatorBase trainers, NetworkSpec network, NeuralNetworkOptions? options) =>
        Create(task, trainers, "NeuralNetwork", options ?? new NeuralNetworkOptions(), NetworkArchitecture.Given(network));

    private static NetworkTrainer Create(
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
