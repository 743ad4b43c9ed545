using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Learns the most frequent words, and turns a text into a vector with a slot for each of these words. By default the value of a
/// slot is the number of times the word occurs in the text; see <see cref="TermWeighting"/> for alternatives.
/// </summary>
/// <remarks>
/// <para>Input: text. Output: a sparse vector of <see cref="float"/> whose slot names are the words and, if
/// <see cref="BagOfWordsOptions.UnknownCountColumnName"/> is set, the number of unknown words (<see cref="float"/>). A missing text is
/// an empty text.</para>
/// <para>Example: with the vocabulary film, bon, un, voir, the text "Bon film à voir !" gives [1, 1, 0, 1] and 1 unknown word.</para>
/// </remarks>
public sealed class BagOfWordsEstimator : IEstimator<BagOfWordsTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly BagOfWordsOptions _options;
    private readonly NGramRange _nGrams;

    internal BagOfWordsEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName, BagOfWordsOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.CheckVocabulary();
        if (options.UnknownCountColumnName == outputColumnName)
        {
            throw new ArgumentException(
                $"{nameof(options.UnknownCountColumnName)} must not be the output column, '{outputColumnName}'.", nameof(options));
        }

        _host = env.Register("BagOfWords");
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _options = options;
        _nGrams = NGramRange.Create(options.MinNGram, options.MaxNGram);
    }

    /// <summary>Learns the vocabulary in one pass over the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">No word is within the limits of the options.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="VocabularyOptions.Cancellation"/> or the execution of the MLContext was cancelled.
    /// </exception>
    public BagOfWordsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = TextColumn.Find(input.Schema, _inputColumnName);
        using IChannel channel = _host.Start("Learning a vocabulary");
        TextVocabulary vocabulary = VocabularyTraining.Learn(_host, channel, input, column, _options, _nGrams);
        return new BagOfWordsTransformer(
            new BagOfWordsSettings(
                _outputColumnName, _inputColumnName, _options.UnknownCountColumnName, TokenizerSettings.Of(_options), _nGrams, _options.Weighting),
            vocabulary) { Host = _host };
    }

    /// <summary>
    /// Returns the shape of the input with the output columns added: a vector of <see cref="float"/> with slot names and, if
    /// <see cref="BagOfWordsOptions.UnknownCountColumnName"/> is set, the number of unknown words.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextColumn.Check(inputSchema, _inputColumnName);
        SchemaShape.Column bag = MLNetInternals.NewColumn(
            _outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, TextColumn.CreateAnnotationShape(AnnotationNames.SlotNames));
        if (_options.UnknownCountColumnName is not string unknown)
        {
            return Columns.AddOrReplace(inputSchema, bag);
        }

        return Columns.AddOrReplace(inputSchema, bag, MLNetInternals.NewColumn(unknown, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single));
    }
}
