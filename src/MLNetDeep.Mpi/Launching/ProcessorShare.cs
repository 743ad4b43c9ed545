using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using MLNetDeep.Mpi.Native;

namespace MLNetDeep.Mpi.Launching;

/// <summary>The processors that a rank may use without taking those of another.</summary>
internal static class ProcessorShare
{
    /// <summary>Returns the number of threads for this rank. Every rank must call it.</summary>
    /// <remarks>
    /// The processors that this process may run on are divided by the ranks of this machine that may run on the same ones. So it does not
    /// matter whether the launcher has bound each rank to a core, to a socket, or not at all.
    /// </remarks>
    public static int Find(MpiLibrary library, nint communicator, int rank)
    {
        ulong mine = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(AllowedProcessors()));
        int ranks = library.AllGather(library.SplitByMachine(communicator, rank), mine).Count(other => other == mine);
        return Math.Max(1, Environment.ProcessorCount / ranks);
    }

    private static string AllowedProcessors()
    {
        const string Status = "/proc/self/status";
        if (OperatingSystem.IsLinux() && File.Exists(Status))
        {
            return File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) ?? "";
        }

        using Process process = Process.GetCurrentProcess();
        return OperatingSystem.IsWindows() ? $"{process.ProcessorAffinity}" : "";
    }
}
