namespace MLNetDeep.Tuning;

/// <summary>A step of a search, on which some trials are trained for the same number of epochs and compared.</summary>
/// <param name="Trials">The number of trials. Fewer take part if too many have failed.</param>
/// <param name="Epochs">The number of epochs of each trial in total, those of earlier rungs included; null if the trainer's options say it.</param>
public sealed record TuningRung(int Trials, int? Epochs);
