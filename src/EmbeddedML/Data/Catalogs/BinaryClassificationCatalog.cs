using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The trainers for classification into two classes, and the metrics of what they make.</summary>
public sealed class BinaryClassificationCatalog : TrainCatalogBase
{
    private const string EvaluatorName = "BinaryClassifierEvaluator";

    internal BinaryClassificationCatalog(IHostEnvironment env) : base(env) => Trainers = new BinaryClassificationTrainers(this);

    /// <summary>The trainers.</summary>
    public BinaryClassificationTrainers Trainers { get; }

    /// <summary>Computes how well scores and probabilities agree with labels.</summary>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">
    /// The true class: Boolean, a number that is positive where it is above 0, or a key of two values, the second positive.
    /// </param>
    /// <param name="scoreColumnName">The score, a Single; above 0 predicts positive.</param>
    /// <param name="probabilityColumnName">The probability of positive, a Single.</param>
    /// <param name="predictedLabelColumnName">
    /// The predicted class. The column must be there; its values are not read, for they follow from the scores.
    /// </param>
    /// <exception cref="ArgumentNullException">There is no data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, a name is empty, or there are no rows of one of the classes.
    /// </exception>
    public CalibratedBinaryClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string probabilityColumnName = "Probability",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(data);
        EvaluationColumns.CheckName(labelColumnName, nameof(labelColumnName));
        EvaluationColumns.CheckName(scoreColumnName, nameof(scoreColumnName));
        EvaluationColumns.CheckName(probabilityColumnName, nameof(probabilityColumnName));
        EvaluationColumns.CheckName(predictedLabelColumnName, nameof(predictedLabelColumnName));
        IHost host = RegisterEvaluation(EvaluatorName);
        BinaryTally tally = BinaryEvaluator.Count(
            host, data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, out string[] classNames);
        return new CalibratedBinaryClassificationMetrics(tally, classNames);
    }

    /// <summary>Computes how well scores agree with labels, where there are no probabilities.</summary>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">
    /// The true class: Boolean, a number that is positive where it is above 0, or a key of two values, the second positive.
    /// </param>
    /// <param name="scoreColumnName">The score, a Single; above 0 predicts positive.</param>
    /// <param name="predictedLabelColumnName">
    /// The predicted class. The column must be there; its values are not read, for they follow from the scores.
    /// </param>
    /// <exception cref="ArgumentNullException">There is no data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, a name is empty, or there are no rows of one of the classes.
    /// </exception>
    public BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(data);
        EvaluationColumns.CheckName(labelColumnName, nameof(labelColumnName));
        EvaluationColumns.CheckName(scoreColumnName, nameof(scoreColumnName));
        EvaluationColumns.CheckName(predictedLabelColumnName, nameof(predictedLabelColumnName));
        IHost host = RegisterEvaluation(EvaluatorName);
        BinaryTally tally = BinaryEvaluator.Count(
            host, data, labelColumnName, scoreColumnName, probabilityColumnName: null, predictedLabelColumnName, out string[] classNames);
        return new BinaryClassificationMetrics(tally, classNames);
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
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidate(
            data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, (scores, label) => Evaluate(scores, label));

    /// <summary>
    /// Trains and evaluates once for each of several random folds of the data: a model is trained on the other folds and
    /// evaluated on the fold.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="estimator">
    /// What to train; its models must make the columns that <see cref="EvaluateNonCalibrated"/> reads by default.
    /// </param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="labelColumnName">The label, as <see cref="EvaluateNonCalibrated"/> takes it.</param>
    /// <param name="samplingKeyColumnName">A column whose rows with one value all go to the same fold.</param>
    /// <param name="seed">The seed of the folds; by default the context's.</param>
    /// <returns>The results in the order of the folds.</returns>
    /// <exception cref="ArgumentNullException">There is no data or no estimator.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Fewer than 2 folds, an empty name, a missing column, or what <see cref="EvaluateNonCalibrated"/> throws.
    /// </exception>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidate(
            data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed,
                (scores, label) => EvaluateNonCalibrated(scores, label));

    /// <summary>The list of trainers for classification into two classes.</summary>
    public sealed class BinaryClassificationTrainers : CatalogInstantiatorBase
    {
        internal BinaryClassificationTrainers(BinaryClassificationCatalog catalog) : base(catalog)
        {
        }
    }
}
