using System.Runtime.InteropServices;

namespace MLNetDeep.Mpi.Native;

/// <summary>Settings of MPI libraries that suit .NET and sums of gradients. What the user has set stays.</summary>
internal static partial class MpiSettings
{
    // By itself, Open MPI 4 sums in place with two trees, in which the whole buffer crosses links one after another: 2 times for 2 hosts, 5
    // times for 4. Reduce-scatter and all-gather by halves (Rabenseifner, number 3) need 1 and 1.5 times: see decision 36. They need
    // as many numbers as ranks (MpiProcess.SmallestCount); with fewer, Open MPI passes them around in a ring.
    private static readonly (string Name, string Value) s_openMpiSum = ("OMPI_MCA_coll_libnbc_iallreduce_algorithm", "3");

    // UCX, which MPICH and Open MPI may use, ends the process at signals from which .NET makes exceptions, such as NullReferenceException.
    // It reads this when it is loaded.
    private static readonly (string Name, string Value) s_ucxSignals = ("UCX_ERROR_SIGNALS", "");

    /// <summary>Makes the settings. Must be called before the library is loaded.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)[s_openMpiSum, s_ucxSignals])
            {
                // .NET keeps its own copy of the variables, which native code does not see.
                _ = SetVariable(name, value, overwrite: 0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
