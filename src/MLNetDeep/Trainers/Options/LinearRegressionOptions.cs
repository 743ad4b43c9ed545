namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the linear regression trainer: one dense unit whose weights start at zero. The default loss is the mean squared error.
/// </summary>
public sealed record LinearRegressionOptions : NeuralTrainerOptions;
