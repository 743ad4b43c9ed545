namespace MLNetDeep.Tuning;

/// <summary>A line of a journal: how a trial ended on a rung, with its values for readers.</summary>
internal sealed record JournalLine(TrialOutcome Result, OrderedDictionary<string, string> Values);
