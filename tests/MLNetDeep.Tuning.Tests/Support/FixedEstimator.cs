using Microsoft.ML;

namespace MLNetDeep.Tuning.Tests;

/// <summary>An estimator that computes the number of its <see cref="FixedModel"/> when it is fitted.</summary>
internal sealed class FixedEstimator(Func<double> fit) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input) => new FixedModel(fit());

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
