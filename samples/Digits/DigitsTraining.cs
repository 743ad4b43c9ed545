using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>
/// Trains a model on the digits, evaluates it, saves it to a file, and predicts with the model loaded from that file. Of several processes that
/// train together, only the first one does more than train.
/// </summary>
internal sealed class DigitsTraining(DigitsOptions options, RunContext run)
{
    private const int ShownDigitCount = 9;
    private const int DigitsPerRow = 3;
    private const string Title = "Handwritten digits";

    public void Run()
    {
        run.EnsureWritable(options.ModelFile, options.JsonFile, options.StoryFile, options.Checkpoint?.File);
        string path = DataFolder.Find("mnist", options.DataPath, "the MNIST files", mayBeFile: true);
        MLContext ml = new(options.Trainer.Seed);
        IDataView trainingData = Load(ml, path, MnistSplit.Train);
        IDataView testData = Load(ml, path, MnistSplit.Test);

        using RunPages pages = RunPages.Begin(options.Pages, run, Title);
        DigitsStory? story = options.StoryFile is null ? null : new DigitsStory();
        (ITransformer model, NetworkTransformer trained) = Train(ml, trainingData, [.. pages.Callbacks, .. story is null ? [] : (TrainingCallback[])[story.Callback]]);
        if (!run.IsMain)
        {
            return;
        }

        run.Output.WriteLine(trained.Model.Summary());

        IDataView scored = model.Transform(testData);
        MulticlassClassificationMetrics metrics = run.ShowProgress(
            "evaluating", progress => ml.MulticlassClassification.Evaluate(progress.Watch(scored, "digits")));
        run.Output.WriteLine($"Micro accuracy:     {metrics.MicroAccuracy:F4}");
        run.Output.WriteLine($"Macro accuracy:     {metrics.MacroAccuracy:F4}");
        run.Output.WriteLine($"Log-loss:           {metrics.LogLoss:F4}");
        run.Output.WriteLine($"Log-loss reduction: {metrics.LogLossReduction:F4}");
        run.Output.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

        ml.Model.SaveSafely(model, trainingData.Schema, options.ModelFile);
        ShowPredictions(testData);
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, CreateReport(trained, metrics));
        }

        story?.Write(ml, options.Trainer, trainingData, testData, options.StoryFile!, run);
        pages.WriteReport(progress => EvaluationReport.Create(metrics, progress.Watch(scored, "digits"), model, new ReportOptions
        {
            Title = Title,
            TrainingData = trainingData,
            ImageColumn = nameof(Digit.Image),
            Trainer = options.Trainer,
            Seed = options.Trainer.Seed,
        }));
        if (story is not null)
        {
            pages.Add("story", options.StoryFile!);
        }

        run.Output.WriteLine($"Micro accuracy {metrics.MicroAccuracy:F4} on the test digits; the model is in {options.ModelFile}.");
        pages.Open();
    }

    private static IDataView Load(MLContext ml, string path, MnistSplit split)
    {
        IDataView digits = ml.Data.LoadMnist(path, split);
        DataViewType type = digits.Schema[nameof(Digit.Image)].Type;
        return type is VectorDataViewType { Dimensions: [Digit.Height, Digit.Width] } ? digits : throw new InvalidDataException(
            $"'{path}' has images of the type {type}, but images of {Digit.Height} x {Digit.Width} pixels are needed.");
    }

    private (ITransformer Model, NetworkTransformer Trained) Train(MLContext ml, IDataView data, TrainingCallback[] callbacks)
    {
        using ProgressDisplay progress = run.ShowProgress("reading the data");
        NetworkTransformer? trained = null;
        NeuralTrainerOptions trainer = run.Join(options.Trainer with { Progress = progress, Callbacks = [.. callbacks] });
        trainer = options.Checkpoint?.AddTo(trainer, run) ?? trainer;
        ITransformer model = DigitsPipeline.Create(ml, trainer, transformer => trained = transformer).Fit(data);
        run.ThrowIfCancelled();
        return (model, trained!);
    }

    // Loads the saved model, as a program that only predicts would, and shows its predictions for the first test digits.
    private void ShowPredictions(IDataView testData)
    {
        MLContext ml = new();
        ITransformer model = ml.Model.Load(options.ModelFile, out _);
        using PredictionEngine<Digit, DigitPrediction> engine = ml.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);
        IEnumerable<Digit> digits = ml.Data.CreateEnumerable<Digit>(ml.Data.TakeRows(testData, ShownDigitCount), reuseRowObject: false);
        TextArt art = new(Digit.Height, Digit.Width);
        foreach (Digit[] row in digits.Chunk(DigitsPerRow))
        {
            foreach (string line in art.Draw([.. row.Select(digit => digit.Image)]))
            {
                run.Output.WriteLine(line);
            }

            run.Output.WriteLine(art.Caption(row.Select(digit => $"true {digit.Label}, predicted {engine.Predict(digit).PredictedLabel}")));
            run.Output.WriteLine();
        }
    }

    private static DigitsReport CreateReport(NetworkTransformer trained, MulticlassClassificationMetrics metrics)
    {
        TrainingHistory history = trained.History!;
        return new DigitsReport(
            metrics.MicroAccuracy,
            metrics.MacroAccuracy,
            metrics.LogLoss,
            metrics.LogLossReduction,
            history.Epochs.Length,
            history.Iterations,
            history.Epochs.IsEmpty ? 0 : history.Epochs.Average(epoch => epoch.Duration.TotalSeconds),
            trained.Model.Spec.ParameterCount,
            HashWeights(trained.Model));
    }

    /// <summary>Returns the SHA-256 hash of all weights and biases as little-endian floats, in layer order.</summary>
    internal static string HashWeights(Network network)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NamedTensor tensor in network.GetWeights())
        {
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
