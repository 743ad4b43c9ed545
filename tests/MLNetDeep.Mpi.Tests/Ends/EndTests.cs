using MLNetDeep.Mpi.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Ends;

/// <summary>
/// All ranks end when one does, whatever way it ends. The first rank takes steps for ever: it would wait for the last one without end.
/// The runs start together, because mpirun takes a second to end each.
/// </summary>
public sealed class EndTests
{
    // The exit code of mpirun, and what the standard error output contains.
    private static readonly (string How, Func<int, bool> IsExpected, string Error)[] s_ends =
    [
        ("normally", code => code == 0, ""),
        ("return", code => code != 0, ""),
        ("exit", code => code != 0, ""),
        ("throw", code => code != 0, "Unhandled exception. System.InvalidOperationException: The last rank fails."),
        ("kill", code => code != 0, ""),
        ("hang", code => code != 0, "MLNetDeep.Mpi: rank 0 of 2 waited 1 s for another rank in a step, after 0 steps, and ends all ranks."),
        ("late", code => code != 0, "MLNetDeep.Mpi: rank 0 of 2 waited 1 s for another rank in a step, after 3 steps, and ends all ranks."),
    ];

    [Theory]
    [InlineData("Open MPI")]
    [InlineData("MPICH")]
    public async Task All_ranks_end_when_one_ends(string mpi)
    {
        MpiInstallation installation = MpiInstallation.Require(
            mpi == "MPICH" ? MpiInstallation.Mpich : MpiInstallation.OpenMpi, mpi);
        EndedRun[] runs = [.. s_ends.Select(end => new EndedRun(installation, end.How))];
        try
        {
            foreach ((EndedRun run, (string how, Func<int, bool> isExpected, string expected)) in runs.Zip(s_ends))
            {
                (int exitCode, string error) = await run.EndAsync();
                Assert.True(isExpected(exitCode), $"{how}: exit code {exitCode}, {error}");
                Assert.Contains(expected, error, StringComparison.Ordinal);
                Assert.Equal(how is "hang" or "late" ? 1 : 0, error.Split("MLNetDeep.Mpi:").Length - 1);
            }
        }
        finally
        {
            Array.ForEach(runs, run => run.Dispose());
        }
    }

    [Theory]
    [InlineData("Open MPI", null)]
    [InlineData("Open MPI", "-INT")]
    [InlineData("Open MPI", "-TERM")]
    [InlineData("MPICH", null)]
    [InlineData("MPICH", "-INT")]
    public async Task No_rank_is_left_when_mpirun_ends(string mpi, string? signal)
    {
        MpiInstallation installation = MpiInstallation.Require(
            mpi == "MPICH" ? MpiInstallation.Mpich : MpiInstallation.OpenMpi, mpi);
        using EndedRun run = new(installation, "run");
        await run.ProcessesAsync();
        if (signal is null)
        {
            run.Kill();
        }
        else
        {
            Assert.Equal(0, ChildProcess.Run("kill", signal, $"{run.LauncherId}").ExitCode);
        }

        await run.AssertAllGoneAsync();
    }
}
