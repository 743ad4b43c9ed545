namespace MLNetDeep.Trainers;

/// <summary>Returns the network's scores for the current row. The span is valid until the next call.</summary>
internal delegate ReadOnlySpan<float> ScoreReader();
