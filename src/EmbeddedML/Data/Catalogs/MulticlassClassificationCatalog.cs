using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The trainers for classification into several classes, and the metrics of what they make.</summary>
public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env) : base(env) => Trainers = new MulticlassClassificationTrainers(this);

    /// <summary>The trainers.</summary>
    public MulticlassClassificationTrainers Trainers { get; }

    /// <summary>Computes how well scores agree with labels.</summary>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">The true class: a key, or a Single that holds the index of the class.</param>
    /// <param name="scoreColumnName">The scores: a vector of Single with one slot for each class, taken as probabilities.</param>
    /// <param name="predictedLabelColumnName">
    /// The predicted class. The column must be there; its values are not read, for they follow from the scores.
    /// </param>
    /// <param name="topKPredictionCount">The K up to which top-K accuracies are computed; 0 for none.</param>
    /// <exception cref="ArgumentNullException">There is no data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, a name is empty, or <paramref name="topKPredictionCount"/> is negative.
    /// </exception>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        EvaluationColumns.CheckName(labelColumnName, nameof(labelColumnName));
        EvaluationColumns.CheckName(scoreColumnName, nameof(scoreColumnName));
        EvaluationColumns.CheckName(predictedLabelColumnName, nameof(predictedLabelColumnName));
        if (topKPredictionCount < 0)
            throw new ArgumentOutOfRangeException(nameof(topKPredictionCount), topKPredictionCount, "The count must be 0 or more.");
        RegisterEvaluation("MultiClassClassifierEvaluator");
        return MulticlassEvaluator.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName, topKPredictionCount);
    }

    /// <summary>
    /// Trains and evaluates once for each of several random folds of the data: a model is trained on the other folds and
    /// evaluated on the fold.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="estimator">What to train; its models must make the columns that <see cref="Evaluate"/> reads by default.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="labelColumnName">The label, as <see cref="Evaluate"/> takes it.</param>
    /// <param name="samplingKeyColumnName">A column whose rows with one value all go to the same fold.</param>
    /// <param name="seed">The seed of the folds; by default the context's.</param>
    /// <returns>The results in the order of the folds.</returns>
    /// <exception cref="ArgumentNullException">There is no data or no estimator.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Fewer than 2 folds, an empty name, a missing column, or what <see cref="Evaluate"/> throws.
    /// </exception>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidate(
            data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, (scores, label) => Evaluate(scores, label));

    /// <summary>The list of trainers for classification into several classes.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog catalog) : base(catalog)
        {
        }
    }
}
