using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The base of the catalogs of one kind of task: its trainers, and the metrics of what they make.</summary>
public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        Environment = env;
    }

    /// <summary>The environment in which the catalog's components run. Components of other assemblies reach it by this name.</summary>
    internal IHostEnvironment Environment { get; }

    /// <summary>
    /// Registers an evaluation in the environment. Every evaluation does, even one that needs nothing random: registering
    /// draws from the environment's randomness, on which the models that a seeded program trains afterwards depend.
    /// </summary>
    private protected IHost RegisterEvaluation(string name) => Environment.Register(name);

    /// <summary>
    /// Fits the estimator once for each fold, to the rows of all other folds, and evaluates the model on the rows of the fold.
    /// </summary>
    private protected CrossValidationResult<T>[] CrossValidate<T>(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds,
        string labelColumnName,
        string? samplingKeyColumnName,
        int? seed,
        Func<IDataView, string, T> evaluate) where T : class
    {
        EvaluationColumns.CheckName(labelColumnName, nameof(labelColumnName));
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        var folds = new List<(ITransformer Model, IDataView Scores)>();
        var catalog = new DataOperationsCatalog(Environment);
        foreach (DataOperationsCatalog.TrainTestData fold in catalog.Folds(data, numberOfFolds, samplingKeyColumnName, seed))
        {
            ITransformer model = estimator.Fit(fold.TrainSet);
            folds.Add((model, TransformAll(model, fold.TestSet)));
        }
        return folds
            .Select((fold, i) => new CrossValidationResult<T>(fold.Model, evaluate(fold.Scores, labelColumnName), fold.Scores, i))
            .ToArray();
    }

    // What a chain applies in training or testing only, say to make the label, is needed for the evaluation too.
    private static IDataView TransformAll(ITransformer model, IDataView data)
        => model is IScopedTransformer chain ? chain.Transform(data, TransformerScope.Everything) : model.Transform(data);

    /// <summary>What cross-validation gives for one fold.</summary>
    /// <typeparam name="T">The type of the metrics.</typeparam>
    public sealed class CrossValidationResult<T> where T : class
    {
        /// <summary>The metrics of the model on the fold.</summary>
        public readonly T Metrics;

        /// <summary>The model, trained on all other folds.</summary>
        public readonly ITransformer Model;

        /// <summary>The fold's rows with the model's scores.</summary>
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>The number of the fold, from 0 on.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scores;
            Fold = fold;
        }
    }

    /// <summary>The base of the lists of trainers, to which trainers are added as extension methods.</summary>
    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;

        /// <summary>The catalog to which the list belongs. Components of other assemblies reach it by this name.</summary>
        internal TrainCatalogBase Owner { get; }
    }
}
