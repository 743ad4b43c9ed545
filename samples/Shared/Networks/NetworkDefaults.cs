namespace MLNetDeep.Samples;

/// <summary>What a sample's network is like where the command line does not say.</summary>
/// <param name="HiddenUnits">The units of the one hidden layer.</param>
/// <param name="Dropout">Its dropout; with other hidden layers the default is none.</param>
/// <param name="Epochs">How many times all rows are gone through.</param>
/// <param name="Seed">The seed.</param>
internal sealed record NetworkDefaults(int HiddenUnits, double Dropout, int Epochs, int Seed = 0);
