namespace MLNetDeep.Transforms;

/// <summary>Computes what stands in a slot, by the formulas of <see cref="TermWeighting"/>.</summary>
internal sealed class TermWeights
{
    private readonly double[] _inverseTextFrequencies = [];

    public TermWeights(TermWeighting weighting, TextVocabulary? vocabulary)
    {
        Weighting = weighting;
        if (weighting == TermWeighting.TfIdf && vocabulary is not null)
            _inverseTextFrequencies = vocabulary.Select(w => Math.Log((1d + vocabulary.TextCount) / (1d + w.TextCount)) + 1).ToArray();
    }

    public TermWeighting Weighting { get; }

    /// <param name="slot">The slot of the term.</param>
    /// <param name="count">How many times the term is in the text, at least 1.</param>
    /// <param name="total">The number of all terms in the text.</param>
    public float Of(int slot, int count, int total) => Weighting switch
    {
        TermWeighting.Binary => 1,
        TermWeighting.TermFrequency => (float)((double)count / total),
        TermWeighting.TfIdf => (float)(count * _inverseTextFrequencies[slot]),
        _ => count,
    };
}
