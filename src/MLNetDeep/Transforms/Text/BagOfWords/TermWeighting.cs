namespace MLNetDeep.Transforms;

/// <summary>
/// What stands in the slot of a term t for a text d, given the number of times c that t is in d. A term is a word or an n-gram.
/// </summary>
public enum TermWeighting
{
    /// <summary>c: how many times the term is in the text.</summary>
    Count = 0,

    /// <summary>1 where the term is in the text: <c>c &gt; 0 ? 1 : 0</c>.</summary>
    Binary = 1,

    /// <summary><c>c / n</c>, where n is the number of all terms in the text, unknown ones and repetitions included.</summary>
    TermFrequency = 2,

    /// <summary>
    /// <c>c · (ln((1 + D) / (1 + f)) + 1)</c>, where D is the number of texts that the vocabulary was learned from and f the
    /// number of those with the term in them: the smoothed form that scikit-learn computes, without its norm.
    /// </summary>
    TfIdf = 3,
}
