namespace MLNetDeep.Transforms;

/// <summary>Computes what stands in a slot, by the formulas of <see cref="TermWeighting"/>.</summary>
internal sealed class TermWeights
{
    private readonly double[] _inverseTextFrequencies = [];

    public TermWeights(TermWeighting weighting, TextVocabulary? vocabulary)
    {
        Weighting = weighting;
        if (weighting == TermWeighting.TfIdf && vocabulary is not null)
        {
            _inverseTextFrequencies = vocabulary.Select(w => Math.Log((1d + vocabulary.TextCount) / (1d + w.TextCount)) + 1).ToArray();
        }
    }

    public TermWeighting Weighting { get; }

    /// <summary>Weighs the terms of a text.</summary>
    /// <param name="slots">The slots of the terms.</param>
    /// <param name="counts">How many times each is in the text, at least 1.</param>
    /// <param name="total">The number of all terms in the text.</param>
    /// <param name="values">Gets the weight of each.</param>
    public void Write(ReadOnlySpan<int> slots, ReadOnlySpan<int> counts, int total, Span<float> values)
    {
        switch (Weighting)
        {
            case TermWeighting.Binary:
                values.Fill(1);
                break;
            case TermWeighting.TermFrequency:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)((double)counts[i] / total);
                }

                break;
            case TermWeighting.TfIdf:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)(counts[i] * _inverseTextFrequencies[slots[i]]);
                }

                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = counts[i];
                }

                break;
        }
    }
}
