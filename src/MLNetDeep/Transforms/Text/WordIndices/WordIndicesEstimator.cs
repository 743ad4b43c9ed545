using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Learns the most frequent words, and turns a text into the sequence of its word indices, optionally truncated or padded to a fixed
/// length. This is the input of an embedding layer, as in Keras. The most frequent word has index 1, the next 2, and so on; 0 is padding.
/// </summary>
/// <remarks>
/// <para>Input: text. Output: a vector of keys (<see cref="uint"/>) whose key values are the words. Its size is known if
/// <see cref="WordIndicesOptions.Length"/> is set. A missing text is an empty text.</para>
/// <para>Example: with the vocabulary film, bon, un, voir, the text "bon film à voir absolument" gives [2, 1, 4], and with the
/// length 5 [0, 0, 2, 1, 4].</para>
/// </remarks>
public sealed class WordIndicesEstimator : IEstimator<WordIndicesTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly WordIndicesOptions _options;

    internal WordIndicesEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName, WordIndicesOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.CheckVocabulary();
        _host = env.Register("WordIndices");
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _options = options;
    }

    /// <summary>Learns the vocabulary in one pass over the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">No word is within the limits of the options.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="VocabularyOptions.Cancellation"/> or the execution of the MLContext was cancelled.
    /// </exception>
    public WordIndicesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = TextColumn.Find(input.Schema, _inputColumnName);
        using IChannel channel = _host.Start("Learning a vocabulary");
        TextVocabulary vocabulary = VocabularyTraining.Learn(_host, channel, input, column, _options, NGramRange.SingleWords, _options.UnknownWord);
        return new WordIndicesTransformer(
            _outputColumnName, _inputColumnName, TokenizerSettings.Of(_options),
            new SequenceForm(_options.Length, _options.Padding, _options.Truncation), _options.UnknownWord, vocabulary) { Host = _host };
    }

    /// <summary>Returns the shape of the input with the output column added: a vector of keys with key values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextColumn.Check(inputSchema, _inputColumnName);
        SchemaShape.Column.VectorKind kind = _options.Length is null ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
            _outputColumnName, kind, NumberDataViewType.UInt32, isKey: true, TextColumn.CreateAnnotationShape(AnnotationNames.KeyValues)));
    }
}
