using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Digits;

/// <summary>The sample's ML.NET pipeline: keys for the labels, pixels as numbers, a network, digits for the predicted keys.</summary>
internal static class DigitsPipeline
{
    /// <summary>Creates the untrained pipeline.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="options">The options of the multilayer perceptron or softmax regression trainer.</param>
    /// <param name="onTrained">Called with the trained network. Default null: not called.</param>
    public static EstimatorChain<KeyToValueMappingTransformer> Create(
        MLContext ml, NeuralTrainerOptions options, Action<NetworkTransformer>? onTrained = null)
    {
        MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers = ml.MulticlassClassification.Trainers;
        NetworkTrainer trainer = options is MultilayerPerceptronOptions perceptron
            ? trainers.MultilayerPerceptron(perceptron)
            : trainers.SoftmaxRegression((SoftmaxRegressionOptions)options);
        return ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", nameof(Digit.Image), scale: 1 / 255f))
            .Append(trainer.WithOnFitDelegate(transformer => onTrained?.Invoke(transformer)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    }
}
