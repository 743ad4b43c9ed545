using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Trains or loads a model, evaluates it, shows its words, compares networks, saves the model and classifies texts.</summary>
internal sealed class SentimentProgram(
    SentimentOptions options, TextWriter output, bool isTerminal, TextReader? keyboard, CancellationToken cancellation)
{
    private readonly MLContext _ml = new(options.Seed);

    private readonly SentimentPipeline _pipeline = new(
        options.Pipeline.Words with { Cancellation = cancellation },
        options.Pipeline.Network with { Cancellation = cancellation });

    public void Run()
    {
        string?[] outputFiles = [options.SaveFile, options.JsonFile, options.Comparison?.SvgFile];
        foreach (string? path in outputFiles)
        {
            OutputFile.Check(path);
        }

        if (options.TextFile is string texts && !File.Exists(texts))
        {
            throw new FileNotFoundException($"There is no file '{Path.GetFullPath(texts)}' of texts.", texts);
        }

        if (options.Folds is int folds)
        {
            CrossValidate(folds);
        }
        else if (options.LoadFile is string modelFile)
        {
            Load(modelFile);
        }
        else
        {
            Train();
        }
    }

    private void CrossValidate(int folds)
    {
        IDataView rows = options.Source!.Load(_ml);
        WriteJson(new CrossValidation(_pipeline, folds, output, isTerminal).Run(_ml, rows));
    }

    private void Load(string modelFile)
    {
        using SentimentModel model = SentimentModel.Load(_ml, modelFile);
        if (options.Source is not null)
        {
            IDataView test = options.TestLast is null
                ? options.Source.LoadParts(_ml)?.Test ?? options.Source.Load(_ml)
                : Holdout.Of(_ml, options.Source, options.TestLast, options.Seed).Test;
            Holdout.CheckLabels(test);
            WriteJson(Report(model, Evaluate(model, test), history: null));
        }

        SentimentDisplay display = new(model, options.Explain, output);
        if (options.Text is null && options.TextFile is null)
        {
            display.ShowWords();
        }

        ClassifyTexts(display);
    }

    private void Train()
    {
        Holdout rows = Holdout.Of(_ml, options.Source!, options.TestLast, options.Seed);
        ITransformer pipeline;
        TrainingHistory history;
        using (TrainingDisplay progress = TrainingDisplay.Create(output, isTerminal))
        {
            (pipeline, history) = _pipeline.With(progress).Train(_ml, rows.Train);
        }

        using SentimentModel model = new(_ml, pipeline);
        output.WriteLine(model.Network.Summary());
        CalibratedBinaryClassificationMetrics metrics = Evaluate(model, rows.Test);
        WriteJson(Report(model, metrics, history));
        if (options.SaveFile is not null)
        {
            _ml.Model.Save(pipeline, rows.Train.Schema, options.SaveFile);
        }

        SentimentDisplay display = new(model, options.Explain, output);
        display.ShowWords();
        if (options.Comparison is not null)
        {
            new OverfittingComparison(_pipeline, options.Comparison, output, isTerminal).Run(_ml, rows.Train);
        }

        string saved = options.SaveFile is null ? "" : $"; the model is in {options.SaveFile}";
        output.WriteLine($"Accuracy {metrics.Accuracy:F4} on the rows held out{saved}.");
        ClassifyTexts(display);
    }

    private void ClassifyTexts(SentimentDisplay display)
    {
        if (options.Text is not null)
        {
            display.Show(options.Text);
        }

        if (options.TextFile is not null)
        {
            display.ShowLines(options.TextFile, cancellation);
        }

        if (options.Text is null && options.TextFile is null && keyboard is not null)
        {
            display.Converse(keyboard, cancellation);
        }
    }

    private CalibratedBinaryClassificationMetrics Evaluate(SentimentModel model, IDataView test)
    {
        CalibratedBinaryClassificationMetrics metrics =
            SentimentPipeline.Run(() => _ml.BinaryClassification.Evaluate(model.Pipeline.Transform(test)));
        MetricsText.Write(output, metrics);
        return metrics;
    }

    private static SentimentReport Report(
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
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, report);
        }
    }
}
