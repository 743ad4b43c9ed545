namespace MLNetDeep.Transforms;

/// <summary>
/// How the value of a term's slot is computed from c, the number of times the term occurs in the text. A term is a word or an n-gram.
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
    /// <c>c · (ln((1 + D) / (1 + f)) + 1)</c>, where D is the number of texts from which the vocabulary was learned, and f is
    /// the number of those texts that contain the term. This is scikit-learn's smoothed TF-IDF without normalization.
    /// </summary>
    TfIdf = 3,
}
