using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The trainers for prediction of numbers, and the metrics of what they make.</summary>
public sealed class RegressionCatalog : TrainCatalogBase
{
    internal RegressionCatalog(IHostEnvironment env) : base(env) => Trainers = new RegressionTrainers(this);

    /// <summary>The trainers.</summary>
    public RegressionTrainers Trainers { get; }

    /// <summary>Computes how well predicted numbers agree with labels.</summary>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">The true number, a Single.</param>
    /// <param name="scoreColumnName">The predicted number, a Single.</param>
    /// <exception cref="ArgumentNullException">There is no data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or a name is empty.</exception>
    public RegressionMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        ArgumentNullException.ThrowIfNull(data);
        EvaluationColumns.CheckName(labelColumnName, nameof(labelColumnName));
        EvaluationColumns.CheckName(scoreColumnName, nameof(scoreColumnName));
        RegisterEvaluation("RegressionEvaluator");
        return RegressionEvaluator.Evaluate(data, labelColumnName, scoreColumnName);
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
    public IReadOnlyList<CrossValidationResult<RegressionMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidate(
            data, estimator, numberOfFolds, labelColumnName, samplingKeyColumnName, seed, (scores, label) => Evaluate(scores, label));

    /// <summary>The list of trainers for prediction of numbers.</summary>
    public sealed class RegressionTrainers : CatalogInstantiatorBase
    {
        internal RegressionTrainers(RegressionCatalog catalog) : base(catalog)
        {
        }
    }
}
