using System.Runtime.InteropServices;

namespace MLNetDeep.Mpi.Native;

/// <summary>Makes Open MPI sum large buffers in the way that sends the fewest bytes.</summary>
/// <remarks>
/// By itself, Open MPI 4 sums in place with two trees, in which the whole buffer crosses links one after another: 2 times for 2 hosts, 5 times
/// for 4. Reduce-scatter and all-gather by halves (Rabenseifner) need 1 and 1.5 times. docs/distributed-arithmetic.md has measurements.
/// </remarks>
internal static unsafe class SumAlgorithm
{
    private const string Variable = "OMPI_MCA_coll_libnbc_iallreduce_algorithm";
    private const string Halving = "3";

    /// <summary>Sets the algorithm, unless the user has: mpirun's --mca coll_libnbc_iallreduce_algorithm. Before MPI is initialized.</summary>
    public static void Choose()
    {
        // .NET keeps a copy of the environment, which native code does not see: it must be set by the system's function.
        if (Environment.GetEnvironmentVariable(Variable) is not null
            || OperatingSystem.IsWindows()
            || !NativeLibrary.TryLoad("libc", typeof(SumAlgorithm).Assembly, null, out nint system)
            || !NativeLibrary.TryGetExport(system, "setenv", out nint set))
        {
            return;
        }

        nint name = Marshal.StringToCoTaskMemUTF8(Variable);
        nint value = Marshal.StringToCoTaskMemUTF8(Halving);
        _ = ((delegate* unmanaged<nint, nint, int, int>)set)(name, value, 0);
        Marshal.FreeCoTaskMem(name);
        Marshal.FreeCoTaskMem(value);
    }
}
