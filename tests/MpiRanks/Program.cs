// One rank of a test: MpiRanks values FOLDER writes what the exchange computes to FOLDER, a folder for each rank. MpiRanks exit HOW ends the
// program in a certain way.
using MpiRanks;

return args switch
{
    ["values", string folder] => ValueChecks.Run(folder),
    _ => throw new ArgumentException($"Unknown arguments: {string.Join(' ', args)}"),
};
