namespace MLNetDeep.Trainers;

/// <summary>Gives the network's scores for the present row. They stay valid until the next call.</summary>
internal delegate ReadOnlySpan<float> ScoreReader();
