using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Removes given words from lists of words. It learns nothing from the data.</summary>
public sealed class CustomStopWordsRemovingEstimator : TrivialEstimator<CustomStopWordsRemovingTransformer>
{
    internal CustomStopWordsRemovingEstimator(IHostEnvironment env, InputOutputColumnPair column, string[] stopwords)
        : base(env.Register(nameof(CustomStopWordsRemovingEstimator)), new CustomStopWordsRemovingTransformer(env, [column], MakeList(stopwords)))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => StopWordsMapper.GetOutputSchema(inputSchema, Transformer.Columns);

    private static StopWordList MakeList(string[] stopwords)
    {
        ArgumentNullException.ThrowIfNull(stopwords);
        return new StopWordList(stopwords.Select(word => StopWordList.ToLower(word.AsSpan().Trim(' '))).Where(word => word.Length > 0));
    }
}
