using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Reports.Html.Sections;
using MLNetDeep.Trainers;

namespace MLNetDeep.Reports.Html;

/// <summary>Gathers what the report shows and puts it into sections.</summary>
/// <param name="task">What the model does, such as "Regression".</param>
/// <param name="rows">The metrics.</param>
/// <param name="results">What the test rows say.</param>
/// <param name="scored">The test rows.</param>
/// <param name="model">The model.</param>
/// <param name="options">The options.</param>
internal sealed class ReportComposer(
    string task, IReadOnlyList<MetricRow> rows, EvaluationResults results, IDataView scored, ITransformer model, ReportOptions options)
{
    private readonly NetworkTransformer? _network = NetworkTransformer.Find(model);

    // Counting may read all rows, so it is done once.
    private readonly string? _trainingRows = options.TrainingData is { } data ? PictureText.Number(data.CountRows()) : null;

    public EvaluationReport Compose()
    {
        string title = options.Title ?? task;
        IReportSection[] sections = [.. CreateSections()];
        return new EvaluationReport(
            title,
            results.BootstrapSamples > 0 ? results.Intervals : [],
            [.. sections.SelectMany(section => section.Pictures)],
            new ReportPage(title, Subtitle(), DateTimeOffset.Now, [.. CreateHighlights()], sections));
    }

    private IEnumerable<IReportSection> CreateSections()
    {
        yield return new ResultsSection(rows, results, ResultPictures.Draw(results));
        if (!options.ExtraPictures.IsEmpty)
        {
            yield return new PicturesSection("further", "Further pictures", options.ExtraPictures);
        }

        if (!results.FirstRows.IsEmpty)
        {
            yield return new ExamplesSection(
                results, [.. ExamplePictures.Draw(results), .. ExamplePictures.DrawWords(model, scored, options)]);
        }

        if (_network is not null)
        {
            yield return new TrainingSection(_network.History, TrainingPictures.Draw(_network.History, options.LearningRateRange));
            yield return new NetworkSection(_network.Model.Spec, WeightPictures.Draw(_network.Model, ImageShapeOf(scored)));
        }

        yield return new FactsSection("data", "Data", [.. DataFacts()]);
        if (options.Trainer is not null)
        {
            yield return new OptionsSection(new TrainerOptionTexts(options.Trainer));
        }

        yield return new FactsSection("environment", "Environment", [.. RunFacts(), .. EnvironmentFacts.Read()]);
    }

    private string Subtitle() => options.Title is null ? $"Evaluation on {PictureText.Count(results.RowCount, "test row")}" : task;

    private IEnumerable<Highlight> CreateHighlights()
    {
        foreach (MetricRow row in rows.Where(row => row.IsMain))
        {
            MetricInterval? interval = results.BootstrapSamples > 0 ? results.IntervalOf(row.Name) : null;
            yield return new Highlight(
                row.Label,
                NumberText.Metric(row.Value),
                interval is null || double.IsNaN(interval.Low)
                    ? ""
                    : $"95%: {NumberText.Metric(interval.Low)} to {NumberText.Metric(interval.High)}");
        }

        string remark = _trainingRows is { } training ? $"{training} for training" : "";
        yield return new Highlight("Test rows", PictureText.Number(results.RowCount), remark);
        if (_network is not null)
        {
            NetworkSpec spec = _network.Model.Spec;
            yield return new Highlight(
                "Parameters", PictureText.Number(spec.ParameterCount), PictureText.Count(spec.Layers.Length, "layer"));
        }

        if (_network?.History is { Epochs: { IsEmpty: false } epochs })
        {
            yield return new Highlight(
                "Training time",
                NumberText.Duration(TimeSpan.FromTicks(epochs.Sum(epoch => epoch.Duration.Ticks))),
                PictureText.Count(epochs.Length, "epoch"));
        }
    }

    private IEnumerable<Fact> DataFacts()
    {
        yield return new Fact("Training rows", _trainingRows ?? "not given");
        yield return new Fact("Test rows", PictureText.Number(results.RowCount));
        yield return new Fact("Test rows left out", PictureText.Number(results.MissingLabels + results.UnusableScores)
            + (results.MissingLabels > 0 ? $"; {PictureText.Number(results.MissingLabels)} without a {(results is RegressionResults ? "finite " : "")}label" : "")
            + (results.UnusableScores > 0 ? $"; {PictureText.Number(results.UnusableScores)} with a score that is not finite" : ""));
        if (results is MulticlassResults multiclass)
        {
            yield return new Fact("Classes", PictureText.Number((long)multiclass.ClassNames.Length));
            if (multiclass.UnknownClasses > 0)
            {
                yield return new Fact("Test rows of unknown classes", PictureText.Number(multiclass.UnknownClasses));
            }
        }
        else if (results is BinaryResults binary)
        {
            yield return new Fact("Positive test rows", PictureText.Percent(binary.PositiveShare));
        }

        if (_network is not null)
        {
            yield return new Fact("Feature column", _network.FeatureColumnName);
        }

        yield return new Fact("Label column", options.LabelColumn);
    }

    private IEnumerable<Fact> RunFacts()
    {
        if (options.Trainer is { } trainer)
        {
            yield return new Fact("Backend of the training", trainer.Backend.Name);
            yield return new Fact(
                "Seed of the trainer", trainer.Seed?.ToString(CultureInfo.InvariantCulture) ?? "drawn from the MLContext");
        }

        if (options.Seed is { } seed)
        {
            yield return new Fact("Seed of the MLContext", seed.ToString(CultureInfo.InvariantCulture));
        }
    }

    private ImageShape? ImageShapeOf(IDataView view) => (options.ImageColumn ?? ImageShape.FindName(view.Schema)) is { } name
        ? ImageShape.Find(view.Schema, name).Shape
        : null;
}
