namespace MLNetDeep.Reports;

/// <summary>How much a word or n-gram contributes to the logit of a text.</summary>
/// <param name="Word">The word or n-gram.</param>
/// <param name="Logit">The amount by which the word raises the logit; negative if it lowers it.</param>
public readonly record struct WordContribution(string Word, double Logit);
