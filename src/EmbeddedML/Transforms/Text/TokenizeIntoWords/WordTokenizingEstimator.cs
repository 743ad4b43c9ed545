using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Splits texts into words. It learns nothing from the data.</summary>
public sealed class WordTokenizingEstimator : TrivialEstimator<WordTokenizingTransformer>
{
    internal WordTokenizingEstimator(IHostEnvironment env, InputOutputColumnPair column, char[]? separators = null)
        : base(env.Register(nameof(WordTokenizingEstimator)), new WordTokenizingTransformer(env, [column], [separators ?? [' ']]))
    {
    }

    /// <summary>The shape with the columns of words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or not one of texts.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            inputSchema.FindTexts(pair.InputColumnName);
            return new SchemaShape.Column(pair.OutputColumnName, SchemaShape.Column.VectorKind.VariableVector, TextDataViewType.Instance, isKey: false);
        }));
    }
}
