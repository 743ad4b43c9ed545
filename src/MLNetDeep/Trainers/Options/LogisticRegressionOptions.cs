namespace MLNetDeep.Trainers;

/// <summary>The options of logistic regression: one dense unit with a sigmoid, from zero weights.</summary>
public sealed record LogisticRegressionOptions : NeuralTrainerOptions;
