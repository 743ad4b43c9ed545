namespace MLNetDeep.Samples.Pictures;

/// <summary>The results in the JSON file.</summary>
/// <param name="DataSet">The data set: digits, fashion, cifar10, notmnist or folder.</param>
/// <param name="Network">The network: mlp, conv or resnet.</param>
/// <param name="MicroAccuracy">The fraction of the test pictures that are classified correctly.</param>
/// <param name="MacroAccuracy">The mean of the accuracies of the classes.</param>
/// <param name="LogLoss">The mean of -ln(p) over the test pictures, where p is the predicted probability of the true class.</param>
/// <param name="Epochs">The number of trained epochs.</param>
/// <param name="SecondsPerEpoch">The mean time of an epoch; 0 if no epoch was completed.</param>
/// <param name="Parameters">The number of values in all parameters.</param>
internal sealed record PicturesReport(
    string DataSet,
    string Network,
    double MicroAccuracy,
    double MacroAccuracy,
    double LogLoss,
    int Epochs,
    double SecondsPerEpoch,
    long Parameters);
