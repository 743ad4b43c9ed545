using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Makes MLNetDeep's trainers for several classes.</summary>
public static class MulticlassTrainersExtensions
{
    /// <summary>Softmax regression (multinomial logistic regression): one dense layer with a softmax, from zero weights.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a key, or a vector from OneHotLabel.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static MulticlassNetworkTrainer SoftmaxRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int epochs = NeuralTrainerOptions.DefaultEpochs)
        => trainers.SoftmaxRegression(new SoftmaxRegressionOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Epochs = epochs,
        });

    /// <summary>Softmax regression with options.</summary>
    public static MulticlassNetworkTrainer SoftmaxRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, SoftmaxRegressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new MulticlassNetworkTrainer(
            MLNetInternals.EnvironmentOf(trainers),
            nameof(SoftmaxRegression),
            options,
            (features, classes) => new NetworkSpec([features], [new Dense(classes, Activation.Softmax, kernelInitializer: Initializer.Zeros)]));
    }

    /// <summary>A multilayer perceptron: dense hidden layers, then a dense layer with a softmax.</summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="labelColumnName">The column of labels: a key, or a vector from OneHotLabel.</param>
    /// <param name="featureColumnName">The column of features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="hiddenUnits">The number of units of each hidden layer; by default one layer of 128.</param>
    /// <param name="epochs">How many times all rows are gone through.</param>
    public static MulticlassNetworkTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        string labelColumnName = NeuralTrainerOptions.DefaultLabelColumnName,
        string featureColumnName = NeuralTrainerOptions.DefaultFeatureColumnName,
        int[]? hiddenUnits = null,
        int epochs = NeuralTrainerOptions.DefaultEpochs)
        => trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            HiddenUnits = hiddenUnits is null ? [MultilayerPerceptronOptions.DefaultHiddenUnits] : [.. hiddenUnits],
            Epochs = epochs,
        });

    /// <summary>A multilayer perceptron with options.</summary>
    public static MulticlassNetworkTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, MultilayerPerceptronOptions options)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        ArgumentNullException.ThrowIfNull(options);
        return new MulticlassNetworkTrainer(
            MLNetInternals.EnvironmentOf(trainers),
            nameof(MultilayerPerceptron),
            options,
            (features, classes) => new NetworkSpec([features], [.. HiddenLayers(options), new Dense(classes, Activation.Softmax)]));
    }

    private static ImmutableArray<LayerSpec> HiddenLayers(MultilayerPerceptronOptions options)
    {
        ImmutableArray<LayerSpec>.Builder layers = ImmutableArray.CreateBuilder<LayerSpec>();
        foreach (int units in options.HiddenUnits)
        {
            layers.Add(new Dense(units, options.Activation));
            if (options.DropoutRate > 0)
                layers.Add(new Dropout(options.DropoutRate));
        }
        return layers.ToImmutable();
    }
}
