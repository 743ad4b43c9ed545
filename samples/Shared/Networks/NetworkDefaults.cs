namespace MLNetDeep.Samples;

/// <summary>The default values of a sample's network and training options.</summary>
/// <param name="HiddenUnits">The number of units in the single hidden layer.</param>
/// <param name="Dropout">The dropout rate of the hidden layer. If --hidden is set, the default is 0 instead.</param>
/// <param name="Epochs">The number of passes over the training rows.</param>
/// <param name="Seed">The seed of all random numbers.</param>
internal sealed record NetworkDefaults(int HiddenUnits, double Dropout, int Epochs, int Seed = 0);
