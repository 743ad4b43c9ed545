using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Makes a text of a sequence of word indices: their words with a space between. The reverse of <see cref="WordIndicesEstimator"/>,
/// as far as that can be: case, punctuation and unknown words are not in the sequence. Nothing is learned from data.
/// </summary>
/// <remarks>
/// <para>Input: a vector of keys (<see cref="uint"/>) with key values that are texts. Output: text. Missing keys (0) are left out.</para>
/// <para>Example: with the words film, bon, un and voir, in this order, 0, 0, 2, 1, 4 gives "bon film voir".</para>
/// </remarks>
public sealed class IndicesToTextEstimator : IEstimator<IndicesToTextTransformer>
{
    private readonly IndicesToTextTransformer _transformer;

    internal IndicesToTextEstimator(string outputColumnName, string? inputColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new IndicesToTextTransformer(outputColumnName, inputColumnName ?? outputColumnName);
    }

    /// <summary>Gives the transformer, after a check that it can transform <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public IndicesToTextTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape of the input with the output column: text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = Columns.Find(inputSchema, "input", _transformer.InputColumnName);
        bool isSequence = input.Kind != SchemaShape.Column.VectorKind.Scalar && input.IsKey && input.ItemType == NumberDataViewType.UInt32
            && input.Annotations.Any(a => a.Name == AnnotationNames.KeyValues && a.ItemType is TextDataViewType);
        if (!isSequence)
        {
            throw Columns.WrongType("input", input.Name, IndicesToTextTransformer.ExpectedInput, Columns.Describe(input));
        }

        return Columns.With(inputSchema, MLNetInternals.NewColumn(
            _transformer.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance));
    }
}
