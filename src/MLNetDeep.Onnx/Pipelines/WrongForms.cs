namespace MLNetDeep.Onnx;

/// <summary>Components for which ML.NET writes a form that gives other values than the component, or that needs operators of ONNX Runtime.</summary>
internal static class WrongForms
{
    private const string Hashing = "ML.NET's ONNX form hashes missing values to other numbers, and has MurmurHash3, which is no standard operator";

    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["ClusteringPredictionTransformer"] = "ML.NET's ONNX form counts the clusters from 0, where the component counts them from 1",
        ["HashingTransformer"] = Hashing,
        ["OneHotHashEncodingTransformer"] = Hashing,
        ["WordTokenizingTransformer"] = "ML.NET's ONNX form makes one row of all rows, and has Tokenizer, which is no standard operator",
        ["TokenizingByCharactersTransformer"] = "ML.NET's ONNX form has Tokenizer, which is no standard operator",
    };

    /// <summary>Throws if the transformer is one of them.</summary>
    /// <exception cref="NotSupportedException">The message names the component and the reason.</exception>
    public static void Refuse(PipelineStep step)
    {
        if (s_reasons.TryGetValue(step.Component, out string? reason))
        {
            throw new NotSupportedException($"{step.Component} cannot be converted to ONNX: {reason}.");
        }
    }
}
