using MLNetDeep.Mpi.Native;

namespace MLNetDeep.Mpi.Launching;

/// <summary>MPI in this process: it is initialized once, and finalized when the process ends without an error.</summary>
internal sealed class MpiProcess
{
    private const string StartCommand = "mpirun -n 4 dotnet program.dll";

    private readonly bool _ownsMpi;
    private int _isInUse;
    private bool _isFinalized;

    private MpiProcess(MpiLauncher launcher)
    {
        MpiSettings.Apply();
        Library = LibraryFinder.Load(launcher, Environment.GetEnvironmentVariable(LibraryFinder.PathVariable));
        if (Library.IsFinalized)
        {
            throw Finalized();
        }

        _ownsMpi = !Library.IsInitialized;
        if (_ownsMpi)
        {
            Library.Initialize();
        }

        Library.ReturnErrors(Library.Handles.World);
        Communicator = Library.Duplicate(Library.Handles.World);
        Library.ReturnErrors(Communicator);
        (Rank, Size) = (Library.RankIn(Communicator), Library.SizeOf(Communicator));
        if (Size != launcher.Size)
        {
            throw new MpiException(
                $"The program was started by {launcher.Name} in {launcher.Size} processes ({launcher.SizeVariable}), but {Library.Version} "
                    + $"sees {Size}. Use the mpirun of the same MPI as the library, or name the library of this mpirun in the environment "
                    + $"variable {LibraryFinder.PathVariable}.");
        }

        if (!Library.AllowsAnyThread)
        {
            throw new MpiException($"{Library.Version} takes calls from one thread only; accepted: MPI_THREAD_SERIALIZED or more.");
        }

        DefaultThreads = ProcessorShare.Find(Library, Communicator, Rank);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>The functions of MPI.</summary>
    public MpiLibrary Library { get; }

    /// <summary>The communicator of all ranks, which only this library uses.</summary>
    public nint Communicator { get; }

    /// <summary>The number of this process.</summary>
    public int Rank { get; }

    /// <summary>The number of processes.</summary>
    public int Size { get; }

    /// <summary>The fewest numbers that are summed at once: one for each rank, as <see cref="MpiSettings"/> needs.</summary>
    public int SmallestCount => Size;

    /// <summary>The processors that are this rank's share.</summary>
    public int DefaultThreads { get; }

    /// <summary>Whether a launcher of MPI has started this process.</summary>
    public static bool IsLaunched => FindLauncher() is not null;

    /// <summary>Initializes MPI.</summary>
    /// <exception cref="MpiException">The process was not started by a launcher of MPI, or there is no MPI that fits.</exception>
    public static MpiProcess Start() => new(FindLauncher() ?? throw new MpiException(
        $"The program was not started by MPI's launcher. Start it with, for example, {StartCommand}; with Open MPI, MPICH or SLURM's srun. "
            + "MpiExchange.IsLaunched says whether it was."));

    /// <summary>Claims MPI for this thread until <see cref="Leave"/>.</summary>
    /// <exception cref="MpiException">Another thread is in a call, or MPI has been finalized.</exception>
    public void Enter()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
        {
            throw new MpiException(
                "Two threads called MpiExchange at once. MPI takes the calls of a process one after another: run one training at a time.");
        }

        if (_isFinalized || Library.IsFinalized)
        {
            Leave();
            throw Finalized();
        }
    }

    /// <summary>Ends the claim.</summary>
    public void Leave() => Volatile.Write(ref _isInUse, 0);

    private static MpiLauncher? FindLauncher() => MpiLauncher.Find(Environment.GetEnvironmentVariable);

    private static MpiException Finalized() =>
        new("MPI has been finalized: the process is ending. Use MpiExchange before the end of the program.");

    // MPI_Finalize waits for all ranks. After an error it must not be called: mpirun then sees that this rank has failed, and ends the
    // others. An unhandled exception and signals end the process without this event.
    private void End()
    {
        if (Environment.ExitCode == 0 && Interlocked.Exchange(ref _isInUse, 1) == 0)
        {
            if (_ownsMpi && !Library.IsFinalized)
            {
                Library.FinalizeMpi();
            }

            _isFinalized = true;
            Leave();
        }
    }
}
