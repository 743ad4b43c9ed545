using Microsoft.ML;
using MLNetDeep.Trainers;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Creates trainers of TorchSharp modules of your own.</summary>
/// <remarks>
/// <para>The module is trained by the loop that trains the other networks, with the same options, and the trained model is used, evaluated, saved
/// and loaded as theirs; see <see cref="NetworkTrainer"/> for the columns.</para>
/// <list type="table">
/// <listheader><term>Trait</term><description>Value</description></listheader>
/// <item><term>Input of the module</term><description>Float32, [rows, <see cref="TorchModuleOptions.InputShape"/>]</description></item>
/// <item><term>Output of the module</term><description>Float32, [rows, outputs]: multiclass: a logit for each class, without softmax; binary: one
/// logit, without sigmoid; regression: the number</description></item>
/// <item><term>Loss</term><description>cross-entropy of the logits; regression: mean squared error, or
/// <see cref="NeuralTrainerOptions.Loss"/></description></item>
/// <item><term>Normalizes features and labels</term><description>no</description></item>
/// <item><term>Initial weights</term><description>those that the factory's module has after <c>torch.manual_seed</c> with the trainer's
/// seed</description></item>
/// <item><term>Saved in the model</term><description>parameters and Float32 buffers under the module's own names, and the registered name; not the
/// module's code</description></item>
/// <item><term>Backends</term><description><see cref="TorchBackend"/> only, in training and in scoring; scoring uses the CPU, or the backend of
/// <see cref="NetworkTransformer.WithBackend"/></description></item>
/// <item><term>Required in addition to Microsoft.ML</term><description>MLNetDeep.TorchSharp, and TorchSharp-cpu, TorchSharp-cuda-windows or
/// TorchSharp-cuda-linux</description></item>
/// </list>
/// <para>Before it reads rows, <c>Fit</c> makes a module and runs it on two rows of zeros. It throws an <see cref="InvalidOperationException"/> if
/// that fails, if the module has no parameter to train, or if it returns another shape than the task needs.</para>
/// <para>Random numbers that the module draws in training, such as those of <c>nn.Dropout</c>, depend on the seed and the step alone, if the
/// module draws them from libtorch's default generator, and no other code draws from it on another thread at the same time. Trainings of
/// modules take turns.</para>
/// </remarks>
public static class TorchModuleExtensions
{
    /// <summary>Creates a trainer of a module for multiclass classification, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns one logit for each class: the values before a softmax.</param>
    /// <param name="labelColumnName">The label column: a key, or a vector from OneHotLabel.</param>
    /// <param name="featureColumnName">The feature column: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int? epochs = null) =>
        trainers.TorchModule(name, factory, TorchModuleTrainers.CreateOptions(labelColumnName, featureColumnName, epochs));

    /// <summary>Creates a trainer of a module for multiclass classification from options, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns one logit for each class: the values before a softmax.</param>
    /// <param name="options">The columns, the shape of a row, the optimizer and other training options.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        TorchModuleOptions options) =>
        TorchModuleTrainers.Create(NetworkTask.Multiclass, trainers, name, factory, options);

    /// <summary>Creates a trainer of a module for binary classification, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns one logit: the value before a sigmoid.</param>
    /// <param name="labelColumnName">The label column: a <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The feature column: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int? epochs = null) =>
        trainers.TorchModule(name, factory, TorchModuleTrainers.CreateOptions(labelColumnName, featureColumnName, epochs));

    /// <summary>Creates a trainer of a module for binary classification from options, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns one logit: the value before a sigmoid.</param>
    /// <param name="options">The columns, the shape of a row, the optimizer and other training options.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this BinaryClassificationCatalog.BinaryClassificationTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        TorchModuleOptions options) =>
        TorchModuleTrainers.Create(NetworkTask.Binary, trainers, name, factory, options);

    /// <summary>Creates a trainer of a module for regression, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns the predicted number.</param>
    /// <param name="labelColumnName">The label column: a <see cref="float"/>.</param>
    /// <param name="featureColumnName">The feature column: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">
    /// The number of passes over the data, at least 1. Default null: 5, or more on few rows; see <see cref="NeuralTrainerOptions.Epochs"/>.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this RegressionCatalog.RegressionTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int? epochs = null) =>
        trainers.TorchModule(name, factory, TorchModuleTrainers.CreateOptions(labelColumnName, featureColumnName, epochs));

    /// <summary>Creates a trainer of a module for regression from options, and registers the module.</summary>
    /// <param name="trainers">The trainer catalog.</param>
    /// <param name="name">The name under which saved models refer to the module; see <see cref="TorchModules.Register"/>.</param>
    /// <param name="factory">Creates the module: a new one in each call. It returns the predicted number.</param>
    /// <param name="options">The columns, the shape of a row, the optimizer and other training options.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NetworkTrainer TorchModule(
        this RegressionCatalog.RegressionTrainers trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        TorchModuleOptions options) =>
        TorchModuleTrainers.Create(NetworkTask.Regression, trainers, name, factory, options);
}
