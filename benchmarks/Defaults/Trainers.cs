using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>The trainers that are compared, for each kind of data.</summary>
internal static class Trainers
{
    /// <summary>The trainer of one layer with its defaults.</summary>
    public static IEstimator<ITransformer> OneLayer(MLContext ml, DataSet data) => data.Kind switch
    {
        DataKind.Regression => ml.Regression.Trainers.LinearRegression(data.Label),
        DataKind.Binary => ml.BinaryClassification.Trainers.LogisticRegression(data.Label),
        _ => ml.MulticlassClassification.Trainers.SoftmaxRegression(data.Label),
    };

    /// <summary>The trainer of one layer with the defaults that it had before.</summary>
    public static IEstimator<ITransformer> EarlierOneLayer(MLContext ml, DataSet data) => data.Kind switch
    {
        DataKind.Regression => ml.Regression.Trainers.LinearRegression((LinearRegressionOptions)Earlier(new LinearRegressionOptions(), data)),
        DataKind.Binary => ml.BinaryClassification.Trainers.LogisticRegression((LogisticRegressionOptions)Earlier(new LogisticRegressionOptions(), data)),
        _ => ml.MulticlassClassification.Trainers.SoftmaxRegression((SoftmaxRegressionOptions)Earlier(new SoftmaxRegressionOptions(), data)),
    };

    /// <summary>The multilayer perceptron with its defaults.</summary>
    public static IEstimator<ITransformer> Perceptron(MLContext ml, DataSet data) =>
        Perceptron(ml, data, new MultilayerPerceptronOptions { LabelColumnName = data.Label });

    /// <summary>The multilayer perceptron with the defaults that it had before.</summary>
    public static IEstimator<ITransformer> EarlierPerceptron(MLContext ml, DataSet data) =>
        Perceptron(ml, data, (MultilayerPerceptronOptions)Earlier(new MultilayerPerceptronOptions(), data));

    /// <summary>
    /// ML.NET's linear trainers with their defaults, each on the features as they are and on normalized ones. Ordinary least squares is
    /// left out: it needs a native library that not every machine has.
    /// </summary>
    public static IReadOnlyList<IEstimator<ITransformer>> MLNetLinear(MLContext ml, DataSet data)
    {
        IEstimator<ITransformer>[] trainers = data.Kind switch
        {
            DataKind.Regression => [ml.Regression.Trainers.Sdca(data.Label)],
            DataKind.Binary =>
            [
                ml.BinaryClassification.Trainers.SdcaLogisticRegression(data.Label),
                ml.BinaryClassification.Trainers.LbfgsLogisticRegression(data.Label),
            ],
            _ =>
            [
                ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(data.Label),
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(data.Label),
            ],
        };
        return
        [
            .. trainers,
            .. trainers.Select(trainer => ml.Transforms.NormalizeMeanVariance(nameof(Row.Features)).Append(trainer)),
            .. trainers.Select(trainer => ml.Transforms.NormalizeMinMax(nameof(Row.Features)).Append(trainer)),
        ];
    }

    private static NeuralTrainerOptions Earlier(NeuralTrainerOptions options, DataSet data) => options with
    {
        LabelColumnName = data.Label, Optimizer = new Adam(), Epochs = 5, StandardizeFeatures = false, StandardizeLabels = false,
    };

    private static NetworkTrainer Perceptron(MLContext ml, DataSet data, MultilayerPerceptronOptions options) => data.Kind switch
    {
        DataKind.Regression => ml.Regression.Trainers.MultilayerPerceptron(options),
        DataKind.Binary => ml.BinaryClassification.Trainers.MultilayerPerceptron(options),
        _ => ml.MulticlassClassification.Trainers.MultilayerPerceptron(options),
    };
}
