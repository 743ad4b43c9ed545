namespace MLNetDeep.Transforms;

/// <summary>
/// The value of the slot of a term t for a text d, where c is the number of times that t occurs in d. A term is a word or an n-gram.
/// </summary>
public enum TermWeighting
{
    /// <summary>c: the number of times the term occurs in the text.</summary>
    Count = 0,

    /// <summary>1 if the term occurs in the text: <c>c &gt; 0 ? 1 : 0</c>.</summary>
    Binary = 1,

    /// <summary><c>c / n</c>, where n is the number of terms in the text, including unknown terms and repetitions.</summary>
    TermFrequency = 2,

    /// <summary>
    /// <c>c · (ln((1 + D) / (1 + f)) + 1)</c>, where D is the number of texts from which the vocabulary was learned and f
    /// the number of those that contain the term. This is scikit-learn's smoothed TF-IDF without normalization.
    /// </summary>
    TfIdf = 3,
}
