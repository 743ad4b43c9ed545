using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Scales each vector to norm 1, whichever norm that is. It learns nothing from the data.</summary>
public sealed class LpNormNormalizingEstimator : LpNormNormalizingEstimatorBase
{
    internal LpNormNormalizingEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName, NormFunction norm, bool ensureZeroMean)
        : base(env, [new ColumnOptions(new InputOutputColumnPair(outputColumnName, inputColumnName), norm, ensureZeroMean, Scale: 1)])
    {
    }
}
