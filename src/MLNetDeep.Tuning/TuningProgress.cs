namespace MLNetDeep.Tuning;

/// <summary>The progress of a search, reported when a trial has ended, or ended a rung of successive halving.</summary>
/// <param name="Trial">The trial with its results so far.</param>
/// <param name="Best">The best trial so far; null while all have failed.</param>
/// <param name="Completed">The number of trainings that have ended: those of all rungs, and those that the journal had.</param>
/// <param name="Total">The number of trainings of the whole search.</param>
public sealed record TuningProgress(TrialResult Trial, TrialResult? Best, int Completed, int Total);
