using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Pictures;

/// <summary>
/// Trains a network on pictures, evaluates it, shows its most confident mistakes and saves it. Of several processes that train together, only the
/// first one does more than train.
/// </summary>
internal sealed class PicturesTraining(PicturesOptions options, RunContext run)
{
    private const int ShownMistakes = 6;
    private const string FeatureColumn = "Features";

    private readonly HashSet<string> _warnings = [];

    private string Title => $"Pictures: {options.DataSet} by {options.Network}";

    public void Run()
    {
        run.EnsureWritable(options.SaveFile, options.JsonFile, options.Checkpoint?.File);
        MLContext ml = new(options.Trainer.Seed);
        ml.Log += ShowWarning;
        PictureData data = new PictureSource(options.DataSet, options.DataPath, options.Side, options.Trainer.Seed!.Value).Load(ml);
        NetworkSpec network = PictureNetworks.Create(options.Network, options.DataSet, data.Shape, data.ClassNames.Length);

        using RunPages pages = RunPages.Begin(options.Pages, run, Title);
        ITransformer model;
        IDataView train = data.Train;
        NetworkTransformer? trained = null;
        using (ProgressDisplay progress = run.ShowProgress("reading the pictures"))
        {
            // Pixels in files of data sets are read as bytes, which is fast; other views between would make numbers of them.
            train = data.Preparation is null ? train : progress.Watch(train, "pictures", data.TrainFiles);
            NeuralNetworkOptions trainer = run.Join(
                options.Trainer with { Progress = progress, Callbacks = [.. options.Trainer.Callbacks, .. pages.Callbacks] });
            trainer = options.Checkpoint?.AddTo(trainer, run) ?? trainer;
            model = CreatePipeline(ml, data, network, trainer, transformer => trained = transformer).Fit(train);
            run.ThrowIfCancelled();
        }

        if (!run.IsMain)
        {
            return;
        }

        run.Output.WriteLine(trained!.Model.Summary());
        IDataView predictions = model.Transform(data.Test);
        MulticlassClassificationMetrics metrics = run.ShowProgress(
            "evaluating", progress => ml.MulticlassClassification.Evaluate(progress.Watch(predictions, "pictures")));
        run.Output.WriteLine($"Micro accuracy:     {metrics.MicroAccuracy:F4}");
        run.Output.WriteLine($"Macro accuracy:     {metrics.MacroAccuracy:F4}");
        run.Output.WriteLine($"Log-loss:           {metrics.LogLoss:F4}");
        run.Output.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
        IReadOnlyList<Mistake> mistakes = run.ShowProgress(
            "looking for mistakes", progress => Mistakes.Find(progress.Watch(predictions, "pictures"), data, ShownMistakes));
        new MistakesDisplay(data, run.Output).Show(mistakes);

        if (options.SaveFile is not null)
        {
            ml.Model.SaveSafely(model, data.Train.Schema, options.SaveFile);
        }

        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, CreateReport(trained, metrics));
        }

        pages.WriteReport(progress => EvaluationReport.Create(metrics, progress.Watch(predictions, "pictures"), model, new ReportOptions
        {
            Title = Title,
            TrainingData = train,
            ImageColumn = data.PixelColumn,
            Trainer = options.Trainer,
            Seed = options.Trainer.Seed,
        }));
        run.Output.WriteLine($"Micro accuracy {metrics.MicroAccuracy:F4} on the test pictures.");
        pages.Open();
    }

    private static IEstimator<ITransformer> CreatePipeline(
        MLContext ml, PictureData data, NetworkSpec network, NeuralNetworkOptions trainer, Action<NetworkTransformer> onTrained)
    {
        IEstimator<ITransformer> pixels = ml.Transforms.FlattenImage(FeatureColumn, data.PixelColumn, scale: 1 / 255f);
        return (data.Preparation is null ? pixels : data.Preparation.Append(pixels))
            .Append(ml.MulticlassClassification.Trainers.NeuralNetwork(network, trainer).WithOnFitDelegate(onTrained))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    }

    // Shows each warning once: one about the whole folder comes twice, for the training and the test pictures. Damaged files have warnings
    // too.
    private void ShowWarning(object? sender, LoggingEventArgs message)
    {
        lock (_warnings)
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning && _warnings.Add(message.RawMessage))
            {
                run.WriteLine(message.RawMessage);
            }
        }
    }

    private PicturesReport CreateReport(NetworkTransformer trained, MulticlassClassificationMetrics metrics)
    {
        TrainingHistory history = trained.History!;
        return new PicturesReport(
            options.DataSet.ToString().ToLowerInvariant(),
            options.Network.ToString().ToLowerInvariant(),
            metrics.MicroAccuracy,
            metrics.MacroAccuracy,
            metrics.LogLoss,
            history.Epochs.Length,
            history.Epochs.IsEmpty ? 0 : history.Epochs.Average(epoch => epoch.Duration.TotalSeconds),
            trained.Model.Spec.ParameterCount);
    }
}
