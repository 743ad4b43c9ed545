// One rank of a test. MpiRanks values FOLDER writes what the exchange computes to FOLDER, a folder for each rank. MpiRanks train FOLDER
// writes losses and weights of trainings. MpiRanks end HOW FOLDER ends in a certain way: see EndChecks.
using MpiRanks;

return args switch
{
    ["values", string folder] => ValueChecks.Run(folder),
    ["train", string folder] => TrainingChecks.Run(folder),
    ["end", string how, string folder] => EndChecks.Run(how, folder),
    _ => throw new ArgumentException($"Unknown arguments: {string.Join(' ', args)}"),
};
