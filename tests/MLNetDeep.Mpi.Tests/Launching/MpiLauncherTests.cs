using MLNetDeep.Mpi.Launching;
using MLNetDeep.Mpi.Native;
using MLNetDeep.Mpi.Tests.Support;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Launching;

/// <summary>Who started the process, and which library fits.</summary>
public sealed class MpiLauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=1", "OpenMpi 1 4")]
    [InlineData("PMI_RANK=0 PMI_SIZE=2", "Pmi 0 2")]
    [InlineData("PMI_RANK=3 PMI_SIZE=4 SLURM_STEP_ID=0 HYDI_CONTROL_FD=7", "Pmi 3 4")]
    [InlineData("PMI_RANK=3 PMI_SIZE=4 SLURM_STEP_ID=0", "Slurm 3 4")]
    [InlineData("PMIX_RANK=2 SLURM_STEP_NUM_TASKS=3 SLURM_NTASKS=6", "Slurm 2 3")]
    [InlineData("PMIX_RANK=2 SLURM_NTASKS=6", "Slurm 2 6")]
    [InlineData("SLURM_NTASKS=6 SLURM_PROCID=0", "")]
    [InlineData("PMI_RANK=x PMI_SIZE=2", "")]
    [InlineData("PMI_RANK=2 PMI_SIZE=2", "")]
    [InlineData("", "")]
    public void The_launcher_is_known_by_its_variables(string variables, string expected)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
        MpiLauncher? launcher = MpiLauncher.Find(name => environment.GetValueOrDefault(name));
        Assert.Equal(expected, launcher is null ? "" : $"{launcher.Kind} {launcher.Rank} {launcher.Size}");
    }

    [Fact]
    public void A_program_without_a_launcher_is_told_how_to_start()
    {
        Assert.False(MpiExchange.IsLaunched);
        MpiException e = Assert.Throws<MpiException>(() => MpiExchange.World);
        Assert.StartsWith(
            "The program was not started by MPI's launcher. Start it with, for example, mpirun -n 4 dotnet program.dll;", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_is_named()
    {
        MpiException e = Assert.Throws<MpiException>(
            () => LibraryFinder.Load(new MpiLauncher(MpiLauncherKind.OpenMpi, 0, 1, "SIZE"), "/nowhere/libmpi.so"));
        Assert.StartsWith("There is no MPI library: tried /nowhere/libmpi.so. Install ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_of_another_MPI_than_the_launchers_is_refused()
    {
        MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI");
        MpiException e = Assert.Throws<MpiException>(
            () => LibraryFinder.Load(new MpiLauncher(MpiLauncherKind.Pmi, 0, 1, "SIZE"), "libmpi.so.40"));
        Assert.StartsWith(
            "The program was started by an mpiexec with PMI (MPICH, Intel MPI, MVAPICH or Microsoft MPI), but the library of another MPI "
                + "was found: libmpi.so.40 (Open MPI v", e.Message, StringComparison.Ordinal);
    }

    // The variables say that there are 2 processes, but no launcher answers: the library makes a world of this process alone.
    [Fact]
    public async Task A_world_of_another_size_than_the_launchers_is_refused()
    {
        MpiInstallation? installation = MpiInstallation.Mpich ?? MpiInstallation.OpenMpi;
        MpiInstallation.Require(installation, "Open MPI");
        (string, string)[] variables = installation == MpiInstallation.Mpich
            ? [("PMI_RANK", "0"), ("PMI_SIZE", "2")] : [("OMPI_COMM_WORLD_RANK", "0"), ("OMPI_COMM_WORLD_SIZE", "2")];
        using TemporaryFolder folder = new();
        using ChildProcess process = ChildProcess.Start(["dotnet", MpiInstallation.Program, "values", folder.FullName], null, variables);
        (int exitCode, _, string error) = await process.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEqual(0, exitCode);
        Assert.Contains(" in 2 processes (", error, StringComparison.Ordinal);
        Assert.Contains(" sees 1. Use the mpirun of the same MPI as the library, ", error, StringComparison.Ordinal);
    }
}
