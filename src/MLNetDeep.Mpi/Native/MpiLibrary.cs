using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Mpi.Native;

/// <summary>The functions of a loaded MPI library. Handles are native integers: see <see cref="MpiHandles"/>.</summary>
/// <remarks>Variables that receive a handle are 0 before, because MPICH writes only their lower half.</remarks>
internal sealed unsafe class MpiLibrary
{
    // Larger than MPI_MAX_LIBRARY_VERSION_STRING and MPI_MAX_ERROR_STRING of any MPI; MPICH's are the largest, 8192 and 512.
    private const int TextSize = 16384;
    private const int Serialized = 2;

    private readonly delegate* unmanaged<byte*, int*, int> _getLibraryVersion;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString;
    private readonly delegate* unmanaged<int*, int> _initialized;
    private readonly delegate* unmanaged<int*, int> _finalized;
    private readonly delegate* unmanaged<nint, nint, int, int*, int> _initThread;
    private readonly delegate* unmanaged<int*, int> _queryThread;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<nint, nint*, int> _duplicate;
    private readonly delegate* unmanaged<nint, int, int, nint, nint*, int> _splitType;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int> _startAllReduce;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _startAllGather;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _startBroadcast;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;

    /// <summary>Finds the functions.</summary>
    /// <param name="library">The loaded library.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks one.</exception>
    public MpiLibrary(nint library)
    {
        nint Function(string name) => NativeLibrary.GetExport(library, $"MPI_{name}");
        IsOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _);
        Handles = IsOpenMpi ? MpiHandles.OpenMpi(library) : MpiHandles.Mpich;
        _getLibraryVersion = (delegate* unmanaged<byte*, int*, int>)Function("Get_library_version");
        _errorString = (delegate* unmanaged<int, byte*, int*, int>)Function("Error_string");
        _initialized = (delegate* unmanaged<int*, int>)Function("Initialized");
        _finalized = (delegate* unmanaged<int*, int>)Function("Finalized");
        _initThread = (delegate* unmanaged<nint, nint, int, int*, int>)Function("Init_thread");
        _queryThread = (delegate* unmanaged<int*, int>)Function("Query_thread");
        _finalize = (delegate* unmanaged<int>)Function("Finalize");
        _abort = (delegate* unmanaged<nint, int, int>)Function("Abort");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Function("Comm_set_errhandler");
        _duplicate = (delegate* unmanaged<nint, nint*, int>)Function("Comm_dup");
        _splitType = (delegate* unmanaged<nint, int, int, nint, nint*, int>)Function("Comm_split_type");
        _rank = (delegate* unmanaged<nint, int*, int>)Function("Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Function("Comm_size");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Function("Allgather");
        _startAllReduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int>)Function("Iallreduce");
        _startAllGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Function("Iallgather");
        _startBroadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Function("Ibcast");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Function("Test");
        Version = ReadVersion();
    }

    /// <summary>Whether the library has Open MPI's binary interface.</summary>
    public bool IsOpenMpi { get; }

    /// <summary>The library's constants.</summary>
    public MpiHandles Handles { get; }

    /// <summary>The library's name and version, such as "Open MPI v4.1.4": the first line of what it says, without its details.</summary>
    public string Version { get; }

    /// <summary>Whether MPI_Init has been called in this process.</summary>
    public bool IsInitialized => Flag(_initialized);

    /// <summary>Whether MPI_Finalize has been called in this process.</summary>
    public bool IsFinalized => Flag(_finalized);

    /// <summary>Whether calls may come from any thread, one at a time.</summary>
    public bool AllowsAnyThread
    {
        get
        {
            int level;
            Check(_queryThread(&level), "MPI_Query_thread");
            return level >= Serialized;
        }
    }

    public void Initialize()
    {
        int level;
        Check(_initThread(0, 0, Serialized, &level), "MPI_Init_thread");
    }

    public void FinalizeMpi() => _ = _finalize();

    public void Abort(nint communicator, int exitCode) => _ = _abort(communicator, exitCode);

    /// <summary>Makes calls return their errors instead of ending the process.</summary>
    public void ReturnErrors(nint communicator) =>
        Check(_setErrorHandler(communicator, Handles.ErrorsReturn), "MPI_Comm_set_errhandler");

    public nint Duplicate(nint communicator)
    {
        nint copy = 0;
        Check(_duplicate(communicator, &copy), "MPI_Comm_dup");
        return copy;
    }

    /// <summary>Returns a communicator of the ranks that share the memory of a machine.</summary>
    public nint SplitByMachine(nint communicator, int rank)
    {
        nint part = 0;
        Check(_splitType(communicator, Handles.SharedMemory, rank, Handles.NoInfo, &part), "MPI_Comm_split_type");
        return part;
    }

    public int RankIn(nint communicator)
    {
        int rank;
        Check(_rank(communicator, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int SizeOf(nint communicator)
    {
        int size;
        Check(_size(communicator, &size), "MPI_Comm_size");
        return size;
    }

    /// <summary>Gives each rank the numbers of all ranks. Waits.</summary>
    public ulong[] AllGather(nint communicator, ulong number)
    {
        ulong[] numbers = new ulong[SizeOf(communicator)];
        fixed (ulong* all = numbers)
        {
            Check(
                _allGather(&number, sizeof(ulong), Handles.Byte, all, sizeof(ulong), Handles.Byte, communicator), "MPI_Allgather");
        }

        return numbers;
    }

    public void StartSum(nint communicator, double* values, int count, ref nint request) =>
        StartSum(communicator, values, count, Handles.Double, ref request);

    public void StartSum(nint communicator, float* values, int count, ref nint request) =>
        StartSum(communicator, values, count, Handles.Float, ref request);

    public void StartAllGather(nint communicator, long* number, long* numbers, ref nint request)
    {
        nint started = 0;
        Check(
            _startAllGather(number, sizeof(long), Handles.Byte, numbers, sizeof(long), Handles.Byte, communicator, &started),
            "MPI_Iallgather");
        request = started;
    }

    public void StartBroadcast(nint communicator, byte* bytes, int count, int root, ref nint request)
    {
        nint started = 0;
        Check(_startBroadcast(bytes, count, Handles.Byte, root, communicator, &started), "MPI_Ibcast");
        request = started;
    }

    /// <summary>Whether a request has ended. Makes progress with all requests.</summary>
    public bool Test(ref nint request)
    {
        int hasEnded = 0;
        nint tested = request;
        Check(_test(&tested, &hasEnded, Handles.NoStatus), "MPI_Test");
        request = tested;
        return hasEnded != 0;
    }

    private void StartSum(nint communicator, void* values, int count, nint type, ref nint request)
    {
        nint started = 0;
        Check(_startAllReduce((void*)Handles.InPlace, values, count, type, Handles.Sum, communicator, &started), "MPI_Iallreduce");
        request = started;
    }

    private bool Flag(delegate* unmanaged<int*, int> function)
    {
        int flag;
        Check(function(&flag), "MPI_Initialized or MPI_Finalized");
        return flag != 0;
    }

    private void Check(int error, string call)
    {
        if (error != 0)
        {
            Throw(error, call);
        }
    }

    private void Throw(int error, string call)
    {
        byte* text = stackalloc byte[TextSize];
        int length;
        string details = _errorString(error, text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : $"error {error}";
        throw new MpiException($"{call} failed: {details} The MPI is {Version}.");
    }

    private string ReadVersion()
    {
        byte* text = stackalloc byte[TextSize];
        int length;
        return _getLibraryVersion(text, &length) == 0 ? Shorten(Encoding.UTF8.GetString(text, length)) : "unknown";
    }

    // Open MPI: "Open MPI v4.1.4, package: Debian OpenMPI, ident: ...". MPICH: "MPICH Version:	4.0.2\nMPICH Release date: ...".
    private static string Shorten(string version) =>
        version.Split(['\n', ',', '\0'], 2)[0].Replace('\t', ' ').Replace("Version: ", "", StringComparison.Ordinal).Trim();
}
