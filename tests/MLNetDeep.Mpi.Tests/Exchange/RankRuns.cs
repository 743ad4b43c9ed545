using MLNetDeep.Mpi.Tests.Support;

namespace MLNetDeep.Mpi.Tests.Exchange;

/// <summary>The runs of tests/MpiRanks that tests of values share: one for each MPI and number of ranks.</summary>
public sealed class RankRuns : IDisposable
{
    private readonly Dictionary<(string Mpi, int Ranks), RankResults> _runs = [];

    /// <summary>Returns the results of a run, which starts when a test asks for it first.</summary>
    internal RankResults Get(string mpi, int ranks)
    {
        MpiInstallation installation = mpi == "MPICH"
            ? MpiInstallation.Require(MpiInstallation.Mpich, mpi) : MpiInstallation.Require(MpiInstallation.OpenMpi, mpi);
        if (!_runs.TryGetValue((mpi, ranks), out RankResults? results))
        {
            results = RankResults.Run(installation, ranks);
            _runs.Add((mpi, ranks), results);
        }

        return results;
    }

    public void Dispose()
    {
        foreach (RankResults results in _runs.Values)
        {
            results.Dispose();
        }
    }
}
