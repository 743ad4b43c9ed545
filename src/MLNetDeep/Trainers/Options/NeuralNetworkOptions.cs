namespace MLNetDeep.Trainers;

/// <summary>The options of a trainer for a network that is given whole.</summary>
public sealed record NeuralNetworkOptions : NeuralTrainerOptions;
