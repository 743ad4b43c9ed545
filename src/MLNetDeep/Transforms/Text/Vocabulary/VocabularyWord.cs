namespace MLNetDeep.Transforms;

/// <summary>A word of a vocabulary, or an n-gram whose words are separated by spaces.</summary>
/// <param name="Word">The word.</param>
/// <param name="Count">The number of occurrences in all texts.</param>
/// <param name="TextCount">The number of texts that contain the word.</param>
public readonly record struct VocabularyWord(string Word, long Count, long TextCount);
