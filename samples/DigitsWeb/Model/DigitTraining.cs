using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Trains a convolutional network on the MNIST digits and saves the pipeline.</summary>
internal static class DigitTraining
{
    private const int BatchSize = 64;
    private const double MaximumRate = 0.004;

    private static readonly NetworkSpec s_network = new([DigitImage.Side, DigitImage.Side, 1],
    [
        new Conv2D(16, 5, activation: Activation.Relu), new MaxPooling2D(2),
        new Conv2D(32, 3, activation: Activation.Relu), new MaxPooling2D(2),
        new Flatten(), new Dropout(0.2), new Dense(64, Activation.Relu), new Dense(10, Activation.Softmax),
    ]);

    // Digits drawn with a mouse are more slanted than those of MNIST.
    private static readonly PictureAugmentation s_augmentation = new()
    {
        Rotation = 12,
        HorizontalShift = 1,
        VerticalShift = 1,
        Fill = FillMode.Constant,
    };

    /// <summary>Trains a model and saves it as a whole or not at all.</summary>
    /// <param name="options">The data, the length of the training and the model's file.</param>
    /// <param name="progress">Receives the progress on the thread of the training.</param>
    /// <param name="cancellation">Ends the training; nothing is saved then.</param>
    public static void Run(DigitsWebOptions options, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        OutputFile.EnsureWritable(options.ModelFile);
        MLContext ml = new(options.Seed);
        IDataView digits = ml.Data.LoadMnist(DataFolder.Find("mnist", options.Data, "the MNIST files"), MnistSplit.Train);
        long rows = Math.Min(options.Rows, digits.GetRowCount() ?? options.Rows);
        digits = ml.Data.TakeRows(digits, rows);
        NeuralNetworkOptions training = new()
        {
            Optimizer = new Adam(new OneCycle(MaximumRate, options.Epochs * ((rows + BatchSize - 1) / BatchSize))),
            BatchSize = BatchSize,
            Epochs = options.Epochs,
            Augmentation = s_augmentation,
            StandardizeFeatures = false,
            Seed = options.Seed,
            Progress = progress,
            Cancellation = cancellation,
        };
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.NeuralNetwork(s_network, training))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(digits);
        ml.Model.SaveSafely(model, digits.Schema, options.ModelFile);
    }
}
