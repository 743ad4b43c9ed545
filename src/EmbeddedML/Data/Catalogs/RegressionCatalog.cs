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

    /// <summary>The list of trainers for prediction of numbers.</summary>
    public sealed class RegressionTrainers : CatalogInstantiatorBase
    {
        internal RegressionTrainers(RegressionCatalog catalog) : base(catalog)
        {
        }
    }
}
