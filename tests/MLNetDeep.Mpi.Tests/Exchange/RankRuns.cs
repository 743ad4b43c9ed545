using MLNetDeep.Mpi.Tests.Support;

namespace MLNetDeep.Mpi.Tests.Exchange;

/// <summary>The runs of tests/MpiRanks that tests of values share: one for each MPI and number of ranks.</summary>
public sealed class RankRuns : IDisposable
{
    private readonly Dictionary<(string Mpi, int Ranks), Lazy<RankResults>> _runs = [];

    /// <summary>Returns the results of a run, which starts when a test asks for it first.</summary>
    internal RankResults Get(string mpi, int ranks)
    {
        MpiInstallation installation = mpi == "MPICH"
            ? MpiInstallation.Require(MpiInstallation.Mpich, mpi) : MpiInstallation.Require(MpiInstallation.OpenMpi, mpi);
        if (!_runs.TryGetValue((mpi, ranks), out Lazy<RankResults>? results))
        {
            results = new Lazy<RankResults>(() => RankResults.Run(installation, ranks));
            _runs.Add((mpi, ranks), results);
        }

        return results.Value;
    }

    public void Dispose()
    {
        foreach (Lazy<RankResults> results in _runs.Values.Where(results => results.IsValueCreated))
        {
            results.Value.Dispose();
        }
    }
}
