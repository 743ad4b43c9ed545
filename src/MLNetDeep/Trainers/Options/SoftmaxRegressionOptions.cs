namespace MLNetDeep.Trainers;

/// <summary>Options for the softmax regression (multinomial logistic regression) trainer: one dense layer with a softmax.</summary>
/// <remarks>The weights start at zero. The loss is convex, so the starting point does not matter.</remarks>
public sealed record SoftmaxRegressionOptions : NeuralTrainerOptions;
