using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Support;

/// <summary>An MPI of this system. Tests start tests/MpiRanks with its launcher.</summary>
/// <param name="Name">What the library's version begins with.</param>
/// <param name="Launcher">The path of mpirun.</param>
internal sealed record MpiInstallation(string Name, string Launcher)
{
    /// <summary>Open MPI; null where it is not installed.</summary>
    public static MpiInstallation? OpenMpi { get; } = Find("Open MPI", "mpirun.openmpi", "mpirun");

    /// <summary>MPICH; null where it is not installed.</summary>
    public static MpiInstallation? Mpich { get; } = Find("MPICH", "mpirun.mpich", "mpiexec.hydra");

    /// <summary>The program of the ranks, which is built in the same configuration as the tests.</summary>
    public static string Program { get; } = Repository.PathOf(
        "tests", "MpiRanks", Path.GetRelativePath(Repository.PathOf("tests", "MLNetDeep.Mpi.Tests"), AppContext.BaseDirectory),
        "MpiRanks.dll");

    /// <summary>Skips the test, with the reason, where an MPI is missing. On a build server Open MPI must be there.</summary>
    public static MpiInstallation Require(MpiInstallation? installation, string name)
    {
        bool isBuildServer = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.False(installation is null && isBuildServer && name == "Open MPI", "The build server has no Open MPI.");
        Assert.SkipWhen(installation is null, $"{name} is not installed.");
        return installation!;
    }

    /// <summary>Starts the program in a number of ranks.</summary>
    public ChildProcess Start(int ranks, params string[] arguments) => StartCommand(ranks, ["dotnet", Program, .. arguments]);

    /// <summary>Starts a command in a number of ranks.</summary>
    public ChildProcess StartCommand(int ranks, params string[] command) =>
        ChildProcess.Start([Launcher, "-n", $"{ranks}", .. command], null, Settings);

    /// <summary>Open MPI refuses to run as root and to start more ranks than cores, unless it is told otherwise.</summary>
    public static IEnumerable<(string Name, string Value)> Settings =>
    [
        ("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"), ("OMPI_MCA_rmaps_base_oversubscribe", "1"),
        ("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe"),
    ];

    private static MpiInstallation? Find(string name, params string[] launchers)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (string launcher in launchers)
        {
            string? path = folders.Select(folder => Path.Combine(folder, launcher)).FirstOrDefault(File.Exists);
            string mark = name == "MPICH" ? "HYDRA" : name;
            if (path is not null && ChildProcess.Run(path, "--version").Output.Contains(mark, StringComparison.Ordinal))
            {
                return new MpiInstallation(name, path);
            }
        }

        return null;
    }
}
