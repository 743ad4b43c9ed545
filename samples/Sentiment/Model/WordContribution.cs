namespace MLNetDeep.Samples.Sentiment;

/// <summary>The contribution of a word or n-gram to a logit.</summary>
/// <param name="Word">The word.</param>
/// <param name="Logit">The amount by which the word raises the logit; negative if it lowers it.</param>
internal readonly record struct WordContribution(string Word, double Logit);
