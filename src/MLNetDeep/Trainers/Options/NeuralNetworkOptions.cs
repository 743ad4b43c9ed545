namespace MLNetDeep.Trainers;

/// <summary>Options for training a custom network, which is passed to the trainer as a NetworkSpec.</summary>
public sealed record NeuralNetworkOptions : NeuralTrainerOptions;
