namespace MLNetDeep.Transforms;

/// <summary>Computes the values of slots by the formulas of <see cref="TermWeighting"/>.</summary>
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

    /// <summary>Computes the slot values of a text's terms.</summary>
    /// <param name="slots">The slots of the terms.</param>
    /// <param name="counts">The number of times each term occurs in the text, at least 1.</param>
    /// <param name="total">The number of terms in the text, including unknown terms and repetitions.</param>
    /// <param name="values">Receives the value of each term.</param>
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
