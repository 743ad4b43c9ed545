using Microsoft.ML;

namespace MLNetDeep.Conformance;

/// <summary>An estimator with data for it.</summary>
/// <param name="Name">What the case shows; unique.</param>
/// <param name="Estimator">Makes the estimator.</param>
/// <param name="Data">Data that it can be fitted to.</param>
/// <param name="Lacking">Data that lack a column that it needs.</param>
/// <param name="Wrong">Data in which a column that it needs has a type that it does not accept.</param>
public sealed record EstimatorCase(
    string Name, Func<MLContext, IEstimator<ITransformer>> Estimator, IDataView Data, IDataView Lacking, IDataView Wrong);
