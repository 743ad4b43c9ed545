namespace MLNetDeep.Mpi.Launching;

/// <summary>The families of launchers, by what they tell the processes that they start.</summary>
internal enum MpiLauncherKind
{
    /// <summary>Open MPI's mpirun. Its processes must load Open MPI.</summary>
    OpenMpi,

    /// <summary>PMI: mpiexec of MPICH (Hydra), Intel MPI, MVAPICH and Microsoft MPI. Their processes must load one of these.</summary>
    Pmi,

    /// <summary>SLURM's srun. Which library fits depends on its plugins; the number of processes shows it.</summary>
    Slurm,
}
