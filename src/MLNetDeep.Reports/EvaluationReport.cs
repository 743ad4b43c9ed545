using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Reports.Html;

namespace MLNetDeep.Reports;

/// <summary>A report about a trained model, as one HTML file that needs neither a network nor scripts.</summary>
/// <remarks>
/// It shows the metrics with 95% bootstrap intervals, pictures of predictions and of the training, the network, the sizes of the data, the
/// options of the trainer, and the versions of the programs that made it. What is not known is left out: a loaded model, for example, has
/// no <see cref="Trainers.NetworkTransformer.History"/>, and thus no curves of its training. Instances are immutable.
/// </remarks>
/// <example>
/// <code>
/// IDataView scored = model.Transform(testData);
/// MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored);
/// EvaluationReport.Create(metrics, scored, model, new ReportOptions { Title = "Digits", ImageColumn = "Image" }).SaveHtml("report.html");
/// </code>
/// </example>
public sealed class EvaluationReport
{
    // As many as the first rows, which stand beside them.
    private const int ShownMistakes = 9;

    private readonly ReportPage _page;

    internal EvaluationReport(string title, IReadOnlyList<MetricInterval> intervals, IReadOnlyList<Picture> pictures, ReportPage page)
    {
        Title = title;
        Intervals = intervals;
        Pictures = pictures;
        _page = page;
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>The pictures, in the order of the report. Each can also be saved alone.</summary>
    public IReadOnlyList<Picture> Pictures { get; }

    /// <summary>The 95% bootstrap intervals of the metrics; empty if <see cref="ReportOptions.BootstrapSamples"/> is 0.</summary>
    public IReadOnlyList<MetricInterval> Intervals { get; }

    /// <summary>Makes a report about a multiclass classification.</summary>
    /// <param name="metrics">The metrics that ML.NET computed from <paramref name="scored"/>.</param>
    /// <param name="scored">The test rows as the model transformed them, with label and predictions. They are read more than once.</param>
    /// <param name="model">The model: a network transformer, or a pipeline with one.</param>
    /// <param name="options">Further facts and pictures. Default null: <see cref="ReportOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type; the message names it.</exception>
    public static EvaluationReport Create(
        MulticlassClassificationMetrics metrics, IDataView scored, ITransformer model, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        EvaluationResults results = MulticlassEvaluation.Compute(scored, Settings(options, scored));
        return new ReportComposer("Multiclass classification", MetricRows.Of(metrics), results, scored, model, options).Compose();
    }

    /// <summary>Makes a report about a binary classification.</summary>
    /// <param name="metrics">
    /// The metrics that ML.NET computed from <paramref name="scored"/>: with <see cref="CalibratedBinaryClassificationMetrics"/> the report
    /// has the log-loss too.
    /// </param>
    /// <param name="scored">The test rows as the model transformed them, with label and predictions. They are read more than once.</param>
    /// <param name="model">The model: a network transformer, or a pipeline with one.</param>
    /// <param name="options">Further facts and pictures. Default null: <see cref="ReportOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type; the message names it.</exception>
    public static EvaluationReport Create(
        BinaryClassificationMetrics metrics, IDataView scored, ITransformer model, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        EvaluationResults results = BinaryEvaluation.Compute(scored, Settings(options, scored));
        return new ReportComposer("Binary classification", MetricRows.Of(metrics), results, scored, model, options).Compose();
    }

    /// <summary>Makes a report about a regression.</summary>
    /// <param name="metrics">The metrics that ML.NET computed from <paramref name="scored"/>.</param>
    /// <param name="scored">The test rows as the model transformed them, with label and predictions. They are read more than once.</param>
    /// <param name="model">The model: a network transformer, or a pipeline with one.</param>
    /// <param name="options">Further facts and pictures. Default null: <see cref="ReportOptions"/> with its defaults.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type; the message names it.</exception>
    public static EvaluationReport Create(RegressionMetrics metrics, IDataView scored, ITransformer model, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        EvaluationResults results = RegressionEvaluation.Compute(scored, Settings(options, scored));
        return new ReportComposer("Regression", MetricRows.Of(metrics), results, scored, model, options).Compose();
    }

    /// <summary>Returns the HTML page.</summary>
    public string ToHtml() => _page.Write();

    /// <summary>Writes the HTML page to a file, as a whole or not at all.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public void SaveHtml(string path)
    {
        byte[] html = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    private static EvaluationSettings Settings(ReportOptions options, IDataView scored) => new()
    {
        Label = options.LabelColumn,
        Score = options.ScoreColumn,
        Probability = options.ProbabilityColumn,
        PredictedLabel = options.PredictedLabelColumn,
        Image = options.ImageColumn ?? ImageShape.FindName(scored.Schema),
        Text = options.TextColumn,
        Mistakes = ShownMistakes,
        Samples = options.BootstrapSamples,
    };
}
