namespace MLNetDeep.Tuning;

/// <summary>A mistake in the call of <c>Tune</c> that every trial would find: it ends the search at once.</summary>
internal sealed class TuningSetupException(string message) : InvalidOperationException(message);
