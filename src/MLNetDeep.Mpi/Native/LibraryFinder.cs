using System.Runtime.InteropServices;
using MLNetDeep.Mpi.Launching;

namespace MLNetDeep.Mpi.Native;

/// <summary>Finds and loads the system's MPI that fits the launcher.</summary>
internal static unsafe class LibraryFinder
{
    /// <summary>The environment variable that names another library.</summary>
    public const string PathVariable = "MLNETDEEP_MPI";

    private const int Lazy = 1;

    /// <summary>Loads the library.</summary>
    /// <param name="launcher">What started this process.</param>
    /// <param name="path">The path or name of the only library to try. Null: those that the system may have.</param>
    /// <exception cref="MpiException">There is none, or none that fits the launcher.</exception>
    public static MpiLibrary Load(MpiLauncher launcher, string? path)
    {
        string[] candidates = path is null ? Candidates(launcher.Kind) : [path];
        List<string> others = [];
        foreach (string candidate in candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, out nint handle))
            {
                continue;
            }

            if (!NativeLibrary.TryGetExport(handle, "MPI_Iallreduce", out _))
            {
                others.Add($"{candidate} (no MPI 3 or later)");
                NativeLibrary.Free(handle);
                continue;
            }

            MpiLibrary library = new(handle);
            if (Fits(library, launcher.Kind))
            {
                MakeGlobal(candidate);
                return library;
            }

            others.Add($"{candidate} ({library.Version})");
            NativeLibrary.Free(handle);
        }

        throw new MpiException(others.Count == 0
            ? $"There is no MPI library: tried {string.Join(", ", candidates)}. Install {Packages}, or name the library's path in the "
                + $"environment variable {PathVariable}."
            : $"The program was started by {launcher.Name}, but the library of another MPI was found: {string.Join(", ", others)}. "
                + "Use the mpirun of that library, or install the library of this mpirun, or name its path in the environment variable "
                + $"{PathVariable}.");
    }

    private static string Packages =>
        OperatingSystem.IsWindows() ? "Microsoft MPI"
        : OperatingSystem.IsMacOS() ? "Open MPI (brew install open-mpi) or MPICH (brew install mpich)"
        : "Open MPI (Debian and Ubuntu: openmpi-bin; Fedora: openmpi) or MPICH (mpich)";

    // The ranks of srun may use either library, depending on SLURM's plugins: the size of the world shows whether it fits.
    private static bool Fits(MpiLibrary library, MpiLauncherKind launcher) =>
        launcher == MpiLauncherKind.Slurm || library.IsOpenMpi == (launcher == MpiLauncherKind.OpenMpi);

    // libmpi.so.12 is MPICH's, Intel's and MVAPICH's name, and was that of Open MPI before version 2, which is refused.
    private static string[] Candidates(MpiLauncherKind launcher)
    {
        if (OperatingSystem.IsWindows())
        {
            return ["msmpi.dll", "impi.dll"];
        }

        string[] openMpi = ["libmpi.so.40", "libmpi.so.80", "libmpi.so"];
        string[] mpich = ["libmpich.so.12", "libmpi.so.12", "libmpi.so"];
        if (OperatingSystem.IsMacOS())
        {
            string[] folders = ["", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/local/lib/"];
            openMpi = [.. folders.Select(folder => $"{folder}libmpi.40.dylib"), .. folders.Select(folder => $"{folder}libmpi.dylib")];
            mpich = [.. folders.Select(folder => $"{folder}libmpi.12.dylib"), .. folders.Select(folder => $"{folder}libmpi.dylib")];
        }

        return [.. (launcher == MpiLauncherKind.Pmi ? mpich.Concat(openMpi) : openMpi.Concat(mpich)).Distinct()];
    }

    // Plugins of some builds of Open MPI find the library's functions only if it is loaded with global symbols. .NET loads libraries
    // without.
    private static void MakeGlobal(string name)
    {
        if (OperatingSystem.IsWindows() || !NativeLibrary.TryLoad("libc", typeof(LibraryFinder).Assembly, null, out nint system)
            || !NativeLibrary.TryGetExport(system, "dlopen", out nint open))
        {
            return;
        }

        nint text = Marshal.StringToCoTaskMemUTF8(name);
        _ = ((delegate* unmanaged<nint, int, nint>)open)(text, Lazy | (OperatingSystem.IsMacOS() ? 0x8 : 0x100));
        Marshal.FreeCoTaskMem(text);
    }
}
