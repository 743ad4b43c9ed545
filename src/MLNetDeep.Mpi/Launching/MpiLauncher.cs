using System.Globalization;

namespace MLNetDeep.Mpi.Launching;

/// <summary>What the launcher that started this process says in environment variables.</summary>
/// <param name="Kind">The family of the launcher.</param>
/// <param name="Rank">The number of this process.</param>
/// <param name="Size">The number of processes.</param>
/// <param name="SizeVariable">The variable that has the number of processes.</param>
internal sealed record MpiLauncher(MpiLauncherKind Kind, int Rank, int Size, string SizeVariable)
{
    private static readonly (MpiLauncherKind Kind, string Rank, string Size)[] s_variables =
    [
        (MpiLauncherKind.OpenMpi, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        (MpiLauncherKind.Pmi, "PMI_RANK", "PMI_SIZE"),
        (MpiLauncherKind.Slurm, "PMIX_RANK", "SLURM_STEP_NUM_TASKS"),
        (MpiLauncherKind.Slurm, "PMIX_RANK", "SLURM_NTASKS"),
    ];

    /// <summary>The launcher in words.</summary>
    public string Name => Kind switch
    {
        MpiLauncherKind.OpenMpi => "Open MPI's mpirun",
        MpiLauncherKind.Pmi => "an mpiexec with PMI (MPICH, Intel MPI, MVAPICH or Microsoft MPI)",
        _ => "srun",
    };

    /// <summary>Returns what the launcher says; null if none started this process.</summary>
    /// <param name="getVariable">Gives the value of an environment variable, or null.</param>
    public static MpiLauncher? Find(Func<string, string?> getVariable)
    {
        foreach ((MpiLauncherKind kind, string rankVariable, string sizeVariable) in s_variables)
        {
            if (Number(getVariable(rankVariable)) is { } rank && Number(getVariable(sizeVariable)) is { } size && rank < size)
            {
                // srun with the plugin pmi2 sets the variables of PMI, too, and starts programs of either library.
                bool isSlurm = kind == MpiLauncherKind.Pmi && getVariable("SLURM_STEP_ID") is not null
                    && getVariable("HYDI_CONTROL_FD") is null;
                return new MpiLauncher(isSlurm ? MpiLauncherKind.Slurm : kind, rank, size, sizeVariable);
            }
        }

        return null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
