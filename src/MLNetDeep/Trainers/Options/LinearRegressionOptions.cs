namespace MLNetDeep.Trainers;

/// <summary>The options of linear regression: one dense unit, from zero weights, on the mean squared error.</summary>
public sealed record LinearRegressionOptions : NeuralTrainerOptions;
