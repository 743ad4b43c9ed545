using System.Collections.Immutable;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;
using MLNetDeep.Trainers;

namespace MLNetDeep.Reports;

/// <summary>What an <see cref="EvaluationReport"/> is told besides the metrics, the scored rows and the model.</summary>
/// <remarks>Options are immutable; change a copy with <c>with</c>. They are compared by value, views and pictures by reference.</remarks>
public sealed record ReportOptions
{
    /// <summary>The default of <see cref="LabelColumn"/>.</summary>
    public const string DefaultLabelColumn = "Label";

    /// <summary>The default of <see cref="ScoreColumn"/>.</summary>
    public const string DefaultScoreColumn = "Score";

    /// <summary>The default of <see cref="ProbabilityColumn"/>.</summary>
    public const string DefaultProbabilityColumn = "Probability";

    /// <summary>The default of <see cref="PredictedLabelColumn"/>.</summary>
    public const string DefaultPredictedLabelColumn = "PredictedLabel";

    /// <summary>The default of <see cref="BootstrapSamples"/>.</summary>
    public const int DefaultBootstrapSamples = 1000;

    private readonly ValueArray<Picture> _extraPictures;

    /// <summary>The heading. Default null: the task, as in "Multiclass classification".</summary>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public string? Title
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The rows that the model was trained on, for their number. Default null: the report does not say.</summary>
    public IDataView? TrainingData { get; init; }

    /// <summary>
    /// The column of the scored rows whose images are shown: a vector of <see cref="byte"/> or <see cref="float"/> with the dimensions
    /// [height, width], [height, width, channels] or [channels, height, width], with 1, 3 or 4 channels. Default null: the first column
    /// that surely holds images, if there is one.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? ImageColumn
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The column of the scored rows whose texts are shown. Default null: no texts.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? TextColumn
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>The label column of the scored rows. Default "Label".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string LabelColumn { get; init => field = Guard.Name(value); } = DefaultLabelColumn;

    /// <summary>
    /// The score column of the scored rows: the probabilities of the classes, the log-odds of true, or the predicted number. Default
    /// "Score".
    /// </summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string ScoreColumn { get; init => field = Guard.Name(value); } = DefaultScoreColumn;

    /// <summary>The column with the probability of true, in binary classification. Default "Probability".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string ProbabilityColumn { get; init => field = Guard.Name(value); } = DefaultProbabilityColumn;

    /// <summary>The column with the predicted class, in classification. Default "PredictedLabel".</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string PredictedLabelColumn { get; init => field = Guard.Name(value); } = DefaultPredictedLabelColumn;

    /// <summary>
    /// The options that the model was trained with, which the report lists: first those that differ from their defaults. Default null: the
    /// report lists none.
    /// </summary>
    public NeuralTrainerOptions? Trainer { get; init; }

    /// <summary>The result of a learning-rate range test, to be drawn. Default null: none.</summary>
    public LearningRateRangeResult? LearningRateRange { get; init; }

    /// <summary>
    /// The seed of the MLContext, which the report states, besides that of <see cref="Trainer"/>. Default null: the report does not say.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// The number of bootstrap samples for the 95% intervals of the metrics: 0 for none, otherwise at least 100. Default 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not accepted.</exception>
    public int BootstrapSamples
    {
        get;
        init => field = Guard.Accept(value is 0 or >= 100, value, nameof(BootstrapSamples), "0, or 100 or more");
    } = DefaultBootstrapSamples;

    /// <summary>Pictures to add to the report, such as a fitted curve. Default: none.</summary>
    /// <exception cref="ArgumentNullException">The value is the default of its type, or a picture is null.</exception>
    public ImmutableArray<Picture> ExtraPictures
    {
        get => _extraPictures.Items;
        init => _extraPictures = new(
            value.IsDefault || value.Contains(null!) ? throw new ArgumentNullException(nameof(ExtraPictures)) : value);
    }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
