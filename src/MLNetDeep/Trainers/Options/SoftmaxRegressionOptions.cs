namespace MLNetDeep.Trainers;

/// <summary>The options of softmax regression (multinomial logistic regression): one dense layer with a softmax.</summary>
/// <remarks>The weights start at zero: the loss is convex, so that it makes no difference where they start.</remarks>
public sealed record SoftmaxRegressionOptions : NeuralTrainerOptions;
