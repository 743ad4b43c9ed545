using Microsoft.ML;

namespace MLNetDeep.Conformance;

/// <summary>A test case for an estimator, with valid and invalid input data.</summary>
/// <param name="Name">The unique name, which says what the case tests.</param>
/// <param name="Estimator">Creates the estimator.</param>
/// <param name="Data">Data to which the estimator can be fitted.</param>
/// <param name="WithoutInputColumn">Data without an input column of the estimator.</param>
/// <param name="WrongType">Data in which an input column of the estimator has an unsupported type.</param>
public sealed record EstimatorCase(
    string Name, Func<MLContext, IEstimator<ITransformer>> Estimator, IDataView Data, IDataView WithoutInputColumn, IDataView WrongType);
