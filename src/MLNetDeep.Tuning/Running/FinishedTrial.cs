using System.Runtime.ExceptionServices;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>What a trial that ran in this process left.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Model">The trained model; null without a value.</param>
/// <param name="Checkpoint">The state of the training, for the next rung; null if there is none.</param>
/// <param name="Error">An error that ends the search; null if there is none.</param>
internal sealed record FinishedTrial(
    TrialOutcome Outcome, ITransformer? Model = null, TrainingCheckpoint? Checkpoint = null, ExceptionDispatchInfo? Error = null);
