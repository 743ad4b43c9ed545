using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Says of each value, or of each slot of vectors, whether it is missing. It learns nothing from the data.</summary>
public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, params InputOutputColumnPair[] columns)
        : base(env.Register(nameof(MissingValueIndicatorTransformer)), new MissingValueIndicatorTransformer(env, columns))
    {
    }

    /// <summary>The shape with the columns of truth values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not one of reals.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column input = inputSchema.FindInput(pair.InputColumnName);
            if (input.ItemType != NumberDataViewType.Single && input.ItemType != NumberDataViewType.Double)
                throw input.WrongType("Single or Double, or vectors of them");
            SchemaShape annotations = new([.. input.Annotation(AnnotationKinds.SlotNames), ShapeExtensions.IsNormalized()]);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, BooleanDataViewType.Instance, isKey: false, annotations);
        }));
    }
}
