using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Brings texts to one case, and takes out of them what does not matter. It learns nothing from the data.</summary>
public sealed class TextNormalizingEstimator : TrivialEstimator<TextNormalizingTransformer>
{
    internal TextNormalizingEstimator(IHostEnvironment env, InputOutputColumnPair column, TextNormalization normalization)
        : base(env.Register(nameof(TextNormalizingEstimator)), new TextNormalizingTransformer(env, [column], normalization))
    {
    }

    /// <summary>The case of letters.</summary>
    public enum CaseMode
    {
        /// <summary>Lower case.</summary>
        Lower = 0,

        /// <summary>Upper case.</summary>
        Upper = 1,

        /// <summary>As it is.</summary>
        None = 2,
    }

    /// <summary>The shape with the columns of normalized texts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not one of texts.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column input = inputSchema.FindTexts(pair.InputColumnName);
            SchemaShape.Column.VectorKind kind = input.Kind == SchemaShape.Column.VectorKind.Scalar
                ? SchemaShape.Column.VectorKind.Scalar
                : SchemaShape.Column.VectorKind.VariableVector;
            return new SchemaShape.Column(pair.OutputColumnName, kind, TextDataViewType.Instance, isKey: false);
        }));
    }
}
