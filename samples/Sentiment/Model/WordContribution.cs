namespace MLNetDeep.Samples.Sentiment;

/// <summary>What a word, or an n-gram, does to a logit.</summary>
/// <param name="Word">The word.</param>
/// <param name="Logit">By how much it raises the logit; negative where it lowers it.</param>
internal readonly record struct WordContribution(string Word, double Logit);
