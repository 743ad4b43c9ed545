using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Turns a text into a vector in which the slot of a word is computed from the word's hash (the hashing trick), so no vocabulary is
/// needed. Words that hash to the same slot are counted as one word. It learns nothing from the data.
/// </summary>
/// <remarks>
/// <para>Input: text. Output: a sparse vector of <see cref="float"/> with 2^bits slots. A missing text is an empty text.</para>
/// <para>The slot is the low bits of MurmurHash3 (x86, 32 bits) of the UTF-8 bytes of the term. The words of an n-gram are
/// separated by spaces. Example: "hello" has the hash 0x248BFA47 with seed 0, so with 4 bits it has slot 7.</para>
/// </remarks>
public sealed class HashedBagOfWordsEstimator : IEstimator<HashedBagOfWordsTransformer>
{
    private readonly HashedBagOfWordsTransformer _transformer;

    internal HashedBagOfWordsEstimator(
        IHostEnvironment env, string outputColumnName, string? inputColumnName, HashedBagOfWordsOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        _transformer = new HashedBagOfWordsTransformer(
            new BagOfWordsSettings(
                outputColumnName, inputColumnName ?? outputColumnName, UnknownCount: null, TokenizerSettings.Of(options),
                NGramRange.Create(options.MinNGram, options.MaxNGram), options.Weighting),
            options.Bits, options.Seed) { Host = env };
    }

    /// <summary>Checks that <paramref name="input"/> can be transformed, and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public HashedBagOfWordsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>Returns the shape of the input with the output column added: a vector of <see cref="float"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextColumn.Check(inputSchema, _transformer.InputColumnName);
        return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
            _transformer.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
