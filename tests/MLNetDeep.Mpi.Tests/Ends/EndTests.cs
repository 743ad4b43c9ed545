using MLNetDeep.Mpi.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Ends;

/// <summary>
/// All ranks end when one of them or mpirun does, whatever way it ends. The first rank takes steps for ever: it would wait for the last one
/// without end. The runs of a test go on together, because mpirun takes a second to end each.
/// </summary>
public sealed class EndTests
{
    [Fact]
    public Task All_ranks_of_Open_MPI_end_together() => CheckAsync(
        MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI"),
        "normally", "return", "exit", "throw", "kill", "late", "run", "run -INT", "run -TERM");

    [Fact]
    public Task All_ranks_of_MPICH_end_together() => CheckAsync(
        MpiInstallation.Require(MpiInstallation.Mpich, "MPICH"), "normally", "throw", "late", "run", "run -INT");

    private static async Task CheckAsync(MpiInstallation installation, params string[] ends)
    {
        EndedRun[] runs = [.. ends.Select(end => new EndedRun(installation, end.Split(' ')[0]))];
        try
        {
            foreach ((string end, EndedRun run) in ends.Zip(runs))
            {
                await CheckAsync(end, run);
            }
        }
        finally
        {
            Array.ForEach(runs, run => run.Dispose());
        }
    }

    private static async Task CheckAsync(string end, EndedRun run)
    {
        await run.ProcessesAsync();
        if (end == "run")
        {
            // As a test does in its end, whatever happens.
            run.Kill();
            await run.AssertAllGoneAsync();
            return;
        }

        if (end.StartsWith("run ", StringComparison.Ordinal))
        {
            Assert.Equal(0, ChildProcess.Run("kill", end["run ".Length..], $"{run.LauncherId}").ExitCode);
        }

        (int exitCode, string error) = await run.EndAsync();
        string expected = end switch
        {
            "throw" => "Unhandled exception. System.InvalidOperationException: The last rank fails.",
            "late" => "MLNetDeep.Mpi: rank 0 of 2 waited 1.5 s for another rank in a step, after 2 steps, and ends all ranks.",
            _ => "",
        };
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(end == "late" ? 1 : 0, error.Split("MLNetDeep.Mpi:").Length - 1);

        // MPICH's mpiexec may end with 0 after a signal.
        bool isExpected = end.StartsWith("run ", StringComparison.Ordinal) || (exitCode == 0) == (end == "normally");
        Assert.True(isExpected, $"{end}: {exitCode}, {error}");
    }
}
