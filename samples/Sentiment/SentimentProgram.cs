using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Carries out the options: cross-validates, or trains or loads a model, evaluates it and classifies texts with it. Of several processes that train
/// together, only the first one does more than train.
/// </summary>
internal sealed class SentimentProgram(SentimentOptions options, RunContext run, TextReader? keyboard)
{
    private const string Title = "Sentiment of texts";

    private readonly MLContext _ml = new(options.Seed);

    private SentimentPipeline _pipeline = options.Pipeline.WithCancellation(run.Cancellation);

    public void Run()
    {
        run.EnsureWritable(options.SaveFile, options.JsonFile, options.Comparison?.SvgFile, options.Checkpoint?.File);
        if (run.IsMain && options.TextFile is string texts)
        {
            CheckReadable(texts);
        }

        using RunPages pages = RunPages.Begin(options.Pages, run, Title);
        NeuralTrainerOptions training = _pipeline.Training;
        _pipeline = _pipeline.WithTraining(run.Join(training with { Callbacks = [.. training.Callbacks, .. pages.Callbacks] }));
        if (options.Folds is int folds)
        {
            CrossValidate(folds);
        }
        else if (options.LoadFile is string modelFile)
        {
            Load(modelFile, pages);
        }
        else
        {
            Train(pages);
        }
    }

    // Before the training, so that a wrong path is reported at once.
    private static void CheckReadable(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                Directory.Exists(path) ? $"'{path}' is a folder, but a file with texts to classify is needed."
                    : $"There is no file '{Path.GetFullPath(path)}' with texts to classify.",
                path);
        }

        File.OpenRead(path).Dispose();
    }

    private void CrossValidate(int folds)
    {
        IDataView rows = options.Source!.Load(_ml, run.Output);
        WriteJson(new CrossValidation(_pipeline, folds, run).Run(_ml, rows));
    }

    private void Load(string modelFile, RunPages pages)
    {
        using SentimentModel model = SentimentModel.Load(_ml, modelFile);
        if (options.Explain && !model.HasBag)
        {
            throw new InvalidDataException($"'{modelFile}' has no bag of words, so it cannot explain its predictions by the words.");
        }

        if (options.Source is not null)
        {
            IDataView test = options.TestRowCount is null
                ? options.Source.LoadPredefinedSplit(_ml)?.Test ?? options.Source.Load(_ml, run.Output)
                : TrainTestRows.Create(_ml, options.Source, options.TestRowCount, options.Seed, run.Output).Test;
            TrainTestRows.CheckLabels(test);
            CalibratedBinaryClassificationMetrics metrics = Evaluate(model, test);
            WriteJson(CreateReport(model, metrics, history: null));
            pages.WriteReport(progress => CreatePage(model, metrics, progress.Watch(model.Pipeline.Transform(test), "texts")));
        }

        SentimentDisplay display = new(model, options.Explain, run.Output);
        if (options.Text is null && options.TextFile is null)
        {
            display.ShowWords();
        }

        pages.Open();
        ClassifyTexts(display);
    }

    private void Train(RunPages pages)
    {
        TrainTestRows rows = TrainTestRows.Create(_ml, options.Source!, options.TestRowCount, options.Seed, run.Output);
        ITransformer pipeline;
        TrainingHistory history;
        IDataView train;
        using (ProgressDisplay progress = run.ShowProgress("reading the texts"))
        {
            train = progress.Watch(rows.Train, "texts");
            NeuralTrainerOptions training = _pipeline.Training;
            (pipeline, history) = _pipeline.WithTraining(options.Checkpoint?.AddTo(training, run) ?? training).WithProgress(progress).Train(_ml, train);
            run.ThrowIfCancelled();
        }

        if (!run.IsMain)
        {
            Compare(rows.Train);
            return;
        }

        using SentimentModel model = new(_ml, pipeline);
        run.Output.WriteLine(model.Network.Summary());
        CalibratedBinaryClassificationMetrics metrics = Evaluate(model, rows.Test);
        WriteJson(CreateReport(model, metrics, history));
        if (options.SaveFile is not null)
        {
            _ml.Model.SaveSafely(pipeline, rows.Train.Schema, options.SaveFile);
        }

        SentimentDisplay display = new(model, options.Explain, run.Output);
        display.ShowWords();
        Compare(rows.Train);
        pages.WriteReport(progress => CreatePage(model, metrics, progress.Watch(model.Pipeline.Transform(rows.Test), "texts"), train));
        string saved = options.SaveFile is null ? "" : $"; the model is in {options.SaveFile}";
        run.Output.WriteLine($"Accuracy {metrics.Accuracy:F4} on the held-out rows{saved}.");
        pages.Open();
        ClassifyTexts(display);
    }

    private void Compare(IDataView train)
    {
        if (options.Comparison is not null)
        {
            new OverfittingComparison((BagPipeline)_pipeline, options.Comparison, run).Run(_ml, train);
        }
    }

    private void ClassifyTexts(SentimentDisplay display)
    {
        if (options.Text is not null)
        {
            display.Show(options.Text);
        }

        if (options.TextFile is not null)
        {
            display.ShowTexts(
                _ml.Data.LoadTextLines(options.TextFile, options.Encoding).GetColumn<string>(nameof(Review.Text)), run.Cancellation);
        }

        if (options.Text is null && options.TextFile is null && keyboard is not null)
        {
            display.ShowTypedTexts(keyboard, run.Cancellation);
        }
    }

    private CalibratedBinaryClassificationMetrics Evaluate(SentimentModel model, IDataView test)
    {
        CalibratedBinaryClassificationMetrics metrics = run.ShowProgress("evaluating", progress => SentimentPipeline.WrapDataErrors(
            () => _ml.BinaryClassification.Evaluate(progress.Watch(model.Pipeline.Transform(test), "texts"))));
        MetricsText.Write(run.Output, metrics);
        return metrics;
    }

    private EvaluationReport CreatePage(
        SentimentModel model, CalibratedBinaryClassificationMetrics metrics, IDataView scored, IDataView? train = null) =>
        EvaluationReport.Create(metrics, scored, model.Pipeline, new ReportOptions
        {
            Title = Title,
            TrainingData = train,
            TextColumn = nameof(Review.Text),
            Trainer = train is null ? null : options.Pipeline.Training,
            Seed = options.Seed,
        });

    private static SentimentReport CreateReport(
        SentimentModel model, CalibratedBinaryClassificationMetrics metrics, TrainingHistory? history) => new(
        metrics.Accuracy,
        metrics.AreaUnderRocCurve,
        metrics.F1Score,
        model.Vocabulary.Count,
        model.Network.Spec.ParameterCount,
        history?.Epochs.Length ?? 0,
        history?.Epochs.Average(epoch => epoch.Duration.TotalSeconds) ?? 0);

    private void WriteJson(SentimentReport report)
    {
        if (run.IsMain && options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, report);
        }
    }
}
