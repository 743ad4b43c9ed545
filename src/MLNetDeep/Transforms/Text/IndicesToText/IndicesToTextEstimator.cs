using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Turns a sequence of word indices into a text: the words at these indices, separated by spaces. It reverses
/// <see cref="WordIndicesEstimator"/>, except that it cannot restore case, punctuation and unknown words. It learns nothing from the data.
/// </summary>
/// <remarks>
/// <para>Input: a vector of keys (<see cref="uint"/>) whose key values are texts. Output: text. Missing keys (0) are skipped.</para>
/// <para>Example: with the vocabulary film, bon, un, voir, the keys 0, 0, 2, 1, 4 give "bon film voir".</para>
/// </remarks>
public sealed class IndicesToTextEstimator : IEstimator<IndicesToTextTransformer>
{
    private readonly IndicesToTextTransformer _transformer;

    internal IndicesToTextEstimator(IHostEnvironment env, string outputColumnName, string? inputColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new IndicesToTextTransformer(outputColumnName, inputColumnName ?? outputColumnName) { Host = env };
    }

    /// <summary>Checks that <paramref name="input"/> can be transformed, and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public IndicesToTextTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>Returns the shape of the input with the output column added: text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = Columns.Find(inputSchema, "input", _transformer.InputColumnName);
        bool isSequence = input.Kind != SchemaShape.Column.VectorKind.Scalar && input.IsKey && input.ItemType == NumberDataViewType.UInt32
            && input.Annotations.Any(a => a.Name == AnnotationNames.KeyValues && a.ItemType is TextDataViewType);
        if (!isSequence)
        {
            throw Columns.WrongType("input", input, IndicesToTextTransformer.ExpectedInput);
        }

        return Columns.AddOrReplace(inputSchema, MLNetInternals.NewColumn(
            _transformer.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance));
    }
}
