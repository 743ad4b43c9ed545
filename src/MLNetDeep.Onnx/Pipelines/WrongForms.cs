using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Onnx;

/// <summary>
/// Components of ML.NET whose ONNX form computes other values than the component, or uses operators that only ONNX Runtime has.
/// </summary>
internal static class WrongForms
{
    private const string Hashing = "ML.NET's ONNX form hashes missing values to other numbers, and has MurmurHash3, which is no standard operator";

    private const string Texts = "ONNX writes floats as texts in another way, such as 1e+10 for 1E+10";

    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["ClusteringPredictionTransformer"] = "ML.NET's ONNX form counts the clusters from 0, where the component counts them from 1",
        ["HashingTransformer"] = Hashing,
        ["OneHotHashEncodingTransformer"] = Hashing,
        ["WordTokenizingTransformer"] = "ML.NET's ONNX form makes one row of all rows, and has Tokenizer, which is no standard operator",
        ["TokenizingByCharactersTransformer"] = "ML.NET's ONNX form has Tokenizer, which is no standard operator",
    };

    /// <summary>Throws if ML.NET would write a wrong form for the transformer.</summary>
    /// <param name="step">The transformer.</param>
    /// <param name="needed">The columns after it that are needed.</param>
    /// <exception cref="NotSupportedException">The message names the component and the reason.</exception>
    public static void Refuse(PipelineStep step, IEnumerable<string> needed)
    {
        string? reason = ConvertsFloatsToTexts(step, needed) ? Texts : s_reasons.GetValueOrDefault(step.Component);
        if (reason is not null)
        {
            throw new NotSupportedException($"{step.Component} cannot be converted to ONNX: {reason}.");
        }
    }

    private static bool ConvertsFloatsToTexts(PipelineStep step, IEnumerable<string> needed) => step.Transformer is TypeConvertingTransformer
        && needed.Where(step.Adds).Any(column => ItemType(step.Output.Schema[column]) is TextDataViewType
            && step.Dependencies(new HashSet<string> { column }).Any(input => IsFloat(ItemType(step.Input.Schema[input]))));

    private static bool IsFloat(DataViewType type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private static DataViewType ItemType(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
}
