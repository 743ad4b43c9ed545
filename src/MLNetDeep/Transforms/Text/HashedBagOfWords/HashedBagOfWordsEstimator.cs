using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Makes of a text a vector in which each word has the slot that its hash says, for vocabularies without a bound. Nothing is
/// learned from data; words that meet in a slot count as one.
/// </summary>
/// <remarks>
/// <para>Input: text. Output: a sparse vector of <see cref="float"/> with 2^bits slots. A missing text is an empty one.</para>
/// <para>The slot is the low bits of MurmurHash3 (x86, 32 bits) of the word's UTF-8 bytes, an n-gram's words with a space
/// between. Example: "hello" has the hash 0x248BFA47 with seed 0, so with 4 bits it has slot 7.</para>
/// </remarks>
public sealed class HashedBagOfWordsEstimator : IEstimator<HashedBagOfWordsTransformer>
{
    private readonly HashedBagOfWordsTransformer _transformer;

    internal HashedBagOfWordsEstimator(string outputColumnName, string? inputColumnName, HashedBagOfWordsOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        _transformer = new HashedBagOfWordsTransformer(
            new BagOfWordsColumns(outputColumnName, inputColumnName ?? outputColumnName), TokenizerSettings.Of(options),
            NGrams.Of(options.MinNGram, options.MaxNGram), options.Weighting, options.Bits, options.Seed);
    }

    /// <summary>Gives the transformer, after a check that it can transform <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public HashedBagOfWordsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape of the input with the output column: a vector of <see cref="float"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextColumn.Check(inputSchema, _transformer.InputColumnName);
        return Columns.With(inputSchema, MLNetInternals.NewColumn(
            _transformer.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single));
    }
}
