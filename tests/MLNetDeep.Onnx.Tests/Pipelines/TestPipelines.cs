using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Pipelines of each trainer with typical transforms before it.</summary>
internal static class TestPipelines
{
    /// <summary>The pipelines that ConvertToOnnx converts as a whole.</summary>
    public static IReadOnlyDictionary<string, Func<MLContext, IEstimator<ITransformer>>> Whole { get; } =
        new Dictionary<string, Func<MLContext, IEstimator<ITransformer>>>
        {
            ["SoftmaxRegression after NormalizeMinMax"] = ml => ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
                .Append(ml.Transforms.NormalizeMinMax("Features", "Numbers"))
                .Append(ml.MulticlassClassification.Trainers.SoftmaxRegression(epochs: 2))
                .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
            ["LogisticRegression after NormalizeMeanVariance"] = ml => ml.Transforms.NormalizeMeanVariance("Features", "Numbers")
                .Append(ml.BinaryClassification.Trainers.LogisticRegression("Truth", epochs: 2)),
            ["LinearRegression after ReplaceMissingValues"] = ml =>
                ml.Transforms.ReplaceMissingValues("Age", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean)
                .Append(ml.Transforms.Concatenate("Features", "Numbers", "Age"))
                .Append(ml.Transforms.NormalizeMinMax("Features"))
                .Append(ml.Regression.Trainers.LinearRegression("Target", epochs: 2)),
            ["MultilayerPerceptron of classes after OneHotEncoding"] = ml => ml.Transforms.Categorical.OneHotEncoding("Hot", "Colour")
                .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Digit"))
                .Append(ml.Transforms.NormalizeMinMax("Scaled", "Numbers"))
                .Append(ml.Transforms.Concatenate("Features", "Scaled", "Hot"))
                .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [8], epochs: 2))
                .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")),
            ["MultilayerPerceptron of two classes after CopyColumns"] = ml => ml.Transforms.CopyColumns("Features", "Numbers")
                .Append(ml.Transforms.NormalizeMinMax("Features"))
                .Append(ml.BinaryClassification.Trainers.MultilayerPerceptron("Truth", hiddenUnits: [8], epochs: 2))
                .Append(ml.Transforms.SelectColumns("PredictedLabel", "Probability")),
            ["MultilayerPerceptron of numbers after ConvertType"] = ml => ml.Transforms.Conversion.ConvertType("Counted", "Count")
                .Append(ml.Transforms.Concatenate("Features", "Counted", "Numbers"))
                .Append(ml.Transforms.NormalizeMeanVariance("Features"))
                .Append(ml.Regression.Trainers.MultilayerPerceptron("Target", hiddenUnits: [8], epochs: 2)),
            ["NeuralNetwork of classes after OneHotLabel"] = ml => ml.Transforms.Conversion.OneHotLabel("Hot", "Digit")
                .Append(ml.Transforms.NormalizeMinMax("Features", "Numbers"))
                .Append(ml.MulticlassClassification.Trainers.NeuralNetwork(Net(3, Activation.Softmax), Options("Hot", "Features"))),
            ["NeuralNetwork of two classes after FlattenImage"] = ml => ml.Transforms.FlattenImage("Image", scale: 1f / 255)
                .Append(ml.BinaryClassification.Trainers.NeuralNetwork(Net(1, Activation.Sigmoid), Options("Truth", "Image"))),
            ["NeuralNetwork of numbers from bytes"] = ml =>
                ml.Regression.Trainers.NeuralNetwork(Net(1, Activation.Linear), Options("Target", "Image")),
            ["ConvolutionalNetwork of classes from bytes"] = ml => ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
                .Append(ml.MulticlassClassification.Trainers.ConvolutionalNetwork(featureColumnName: "Image", filters: [3], epochs: 2)),
            ["ConvolutionalNetwork of two classes from planes"] = ml =>
                ml.BinaryClassification.Trainers.ConvolutionalNetwork("Truth", "Planes", filters: [3], epochs: 2),
            ["SequenceNetwork of numbers from keys"] = ml =>
                ml.Regression.Trainers.SequenceNetwork("Target", "Keys", SequenceKind.LSTM, epochs: 2),
        };

    /// <summary>Returns the estimator of a pipeline.</summary>
    public static IEstimator<ITransformer> Create(MLContext ml, string name) => Whole[name](ml);

    private static NeuralNetworkOptions Options(string label, string features) =>
        new() { LabelColumnName = label, FeatureColumnName = features, Epochs = 2 };

    private static LayerSpec[] Net(int outputs, Activation activation) => [new Dense(6, Activation.Relu), new Dense(outputs, activation)];
}
