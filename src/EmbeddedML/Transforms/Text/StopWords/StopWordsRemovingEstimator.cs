using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Removes a language's most common words from lists of words. It learns nothing from the data.</summary>
public sealed class StopWordsRemovingEstimator : TrivialEstimator<StopWordsRemovingTransformer>
{
    internal const Language DefaultLanguage = Language.English;

    internal StopWordsRemovingEstimator(IHostEnvironment env, InputOutputColumnPair column, Language language)
        : base(env.Register(nameof(StopWordsRemovingEstimator)), new StopWordsRemovingTransformer(env, [column], [language]))
    {
    }

    /// <summary>The languages of words. There are lists for English and French.</summary>
    public enum Language
    {
        /// <summary>English.</summary>
        English = 0,

        /// <summary>French.</summary>
        French = 1,

        /// <summary>German.</summary>
        German = 2,

        /// <summary>Dutch.</summary>
        Dutch = 3,

        /// <summary>Danish.</summary>
        Danish = 4,

        /// <summary>Swedish.</summary>
        Swedish = 5,

        /// <summary>Italian.</summary>
        Italian = 6,

        /// <summary>Spanish.</summary>
        Spanish = 7,

        /// <summary>Portuguese.</summary>
        Portuguese = 8,

        /// <summary>The Portuguese of Brazil.</summary>
        Portuguese_Brazilian = 9,

        /// <summary>Norwegian Bokmål.</summary>
        Norwegian_Bokmal = 10,

        /// <summary>Russian.</summary>
        Russian = 11,

        /// <summary>Polish.</summary>
        Polish = 12,

        /// <summary>Czech.</summary>
        Czech = 13,

        /// <summary>Arabic.</summary>
        Arabic = 14,

        /// <summary>Japanese.</summary>
        Japanese = 15,
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => StopWordsMapper.GetOutputSchema(inputSchema, Transformer.Columns);
}
