using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The base of estimators that scale each vector by a norm of its own.</summary>
public abstract class LpNormNormalizingEstimatorBase : TrivialEstimator<LpNormNormalizingTransformer>
{
    internal const NormFunction DefaultNorm = NormFunction.L2;
    internal const bool DefaultEnsureZeroMean = false;

    private protected LpNormNormalizingEstimatorBase(IHostEnvironment env, IReadOnlyList<ColumnOptions> columns)
        : base(env.Register(nameof(LpNormNormalizingEstimator)), new LpNormNormalizingTransformer(env, columns))
    {
    }

    /// <summary>What a vector is divided by.</summary>
    public enum NormFunction : byte
    {
        /// <summary>The root of the sum of squares.</summary>
        L2 = 0,

        /// <summary>The standard deviation of its slots.</summary>
        StandardDeviation = 1,

        /// <summary>The sum of absolute values.</summary>
        L1 = 2,

        /// <summary>The largest absolute value.</summary>
        Infinity = 3,
    }

    /// <summary>The shape with the scaled columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not one of Single vectors of one size.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column input = inputSchema.FindInput(pair.InputColumnName);
            if (input.Kind != SchemaShape.Column.VectorKind.Vector || input.ItemType != NumberDataViewType.Single)
                throw input.WrongType(LpNormNormalizingTransformer.AcceptedType);
            SchemaShape annotations = new([.. input.Annotation(AnnotationKinds.SlotNames), ShapeExtensions.IsNormalized()]);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, input.ItemType, isKey: false, annotations);
        }));
    }

    /// <summary>How the vectors of one column are scaled.</summary>
    /// <param name="Pair">The column to make, and the one that is scaled.</param>
    /// <param name="Norm">What each vector is divided by.</param>
    /// <param name="EnsureZeroMean">Whether the mean of each vector's slots is subtracted from them before.</param>
    /// <param name="Scale">What each vector is multiplied with; positive and finite.</param>
    internal sealed record ColumnOptions(InputOutputColumnPair Pair, NormFunction Norm, bool EnsureZeroMean, float Scale);
}
