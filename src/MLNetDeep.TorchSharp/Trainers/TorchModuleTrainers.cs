using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Creates the trainers of TorchSharp modules for all catalogs.</summary>
internal static class TorchModuleTrainers
{
    /// <summary>Registers the module, and creates a trainer for it.</summary>
    public static NetworkTrainer Create(
        NetworkTask task,
        TrainCatalogBase.CatalogInstantiatorBase trainers,
        string name,
        Func<nn.Module<Tensor, Tensor>> factory,
        TorchModuleOptions options)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        ArgumentNullException.ThrowIfNull(options);
        TorchModules.Register(name, factory);
        return TrainerFactory.Create(
            task, trainers, "TorchModule", options, NetworkArchitecture.FromShapes((shape, outputs) => CreateSpec(task, name, options, shape, outputs)));
    }

    /// <summary>Creates the options for the overloads without an options parameter.</summary>
    public static TorchModuleOptions CreateOptions(string labelColumnName, string featureColumnName, int? epochs) => new()
    {
        LabelColumnName = labelColumnName,
        FeatureColumnName = featureColumnName,
        Epochs = epochs,
    };

    // Exceptions of the type ArgumentException get the names of the columns from the trainer.
    private static NetworkSpec CreateSpec(
        NetworkTask task, string name, TorchModuleOptions options, ImmutableArray<int> featureShape, int outputs)
    {
        ImmutableArray<int> shape = options.InputShape.IsEmpty ? featureShape : options.InputShape;
        if (Size(shape) != Size(featureShape))
        {
            throw new ArgumentException($"InputShape is [{string.Join(", ", shape)}], which has {Size(shape)} values for {Size(featureShape)} features.");
        }

        ModuleLayer layer = TorchModules.CreateLayer(name, shape);
        if (!options.Backend.Supports(layer))
        {
            throw new NotSupportedException(
                $"{nameof(options.Backend)} is '{options.Backend.Name}', which has no TorchSharp modules; accepted: TorchBackend.Best, "
                + "TorchBackend.Cpu() or TorchBackend.Cuda().");
        }

        if (!layer.OutputRowShape.SequenceEqual([outputs]))
        {
            throw new ArgumentException(
                $"The module '{name}' returns the shape [rows, {string.Join(", ", layer.OutputRowShape)}]; {task.Kind} needs [rows, {outputs}].");
        }

        return layer.Tensors.Any(tensor => tensor.IsTrainable)
            ? new NetworkSpec(shape, task.OutputActivation is Linear ? [layer] : [layer, new ActivationLayer(task.OutputActivation)])
            : throw new ArgumentException($"The module '{name}' has no parameter to train.");
    }

    private static long Size(ImmutableArray<int> shape) => shape.Aggregate(1L, (size, dimension) => size * dimension);
}
