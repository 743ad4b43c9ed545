// One rank of a test. MpiRanks values FOLDER writes what the exchange computes to FOLDER, a folder for each rank. MpiRanks end HOW
// FOLDER ends in a certain way: see EndChecks.
using MpiRanks;

return args switch
{
    ["values", string folder] => ValueChecks.Run(folder),
    ["end", string how, string folder] => EndChecks.Run(how, folder),
    _ => throw new ArgumentException($"Unknown arguments: {string.Join(' ', args)}"),
};
