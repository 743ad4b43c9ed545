using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Makes texts of lists of words with their frequencies, in which each word stands as often as its frequency says.</summary>
internal sealed class TextExpandingEstimator(IHostEnvironment env, string columnName, char frequencySeparator, char termSeparator)
    : TrivialEstimator<TextExpandingTransformer>(
        env.Register(nameof(TextExpandingEstimator)), new TextExpandingTransformer(env, columnName, frequencySeparator, termSeparator))
{
    /// <summary>The same shape: the column stays one of texts.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        inputSchema.FindInput(columnName);
        return inputSchema;
    }
}
