namespace MLNetDeep.Transforms;

/// <summary>A word of a vocabulary, or an n-gram with a space between its words.</summary>
/// <param name="Word">The word.</param>
/// <param name="Count">How many times it was counted in all texts.</param>
/// <param name="TextCount">In how many texts it was counted.</param>
public readonly record struct VocabularyWord(string Word, long Count, long TextCount);
