namespace MLNetDeep.Trainers;

/// <summary>Options for the logistic regression trainer: one dense unit with a sigmoid, with weights that start at zero.</summary>
public sealed record LogisticRegressionOptions : NeuralTrainerOptions;
