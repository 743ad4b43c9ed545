namespace MLNetDeep.Samples;

/// <summary>The defaults of a sample's network.</summary>
/// <param name="HiddenUnits">The units of the single hidden layer.</param>
/// <param name="Dropout">The dropout rate of that layer; with --hidden the default is 0.</param>
/// <param name="Epochs">The number of passes over the data.</param>
/// <param name="Seed">The seed.</param>
internal sealed record NetworkDefaults(int HiddenUnits, double Dropout, int Epochs, int Seed = 0);
