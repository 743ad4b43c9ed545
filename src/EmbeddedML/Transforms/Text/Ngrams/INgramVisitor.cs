namespace Microsoft.ML.Transforms.Text;

/// <summary>What is done with each n-gram.</summary>
internal interface INgramVisitor
{
    /// <returns>Whether the other n-grams of the vector are wanted too.</returns>
    bool Visit(ReadOnlySpan<uint> ngram);
}
