namespace MLNetDeep.Tuning;

/// <summary>The result of a trial on a rung. A random search has one rung.</summary>
/// <param name="Rung">The number of the rung, from 0.</param>
/// <param name="Epochs">The number of epochs that the trial has been trained in total; null if the trainer's options say it.</param>
/// <param name="Value">The search's metric on the held-out rows; NaN if the trial failed on this rung.</param>
/// <param name="Duration">The time of training and evaluation on this rung.</param>
/// <param name="Failure">Why the trial failed; null if it did not.</param>
public sealed record RungResult(int Rung, int? Epochs, double Value, TimeSpan Duration, string? Failure);
