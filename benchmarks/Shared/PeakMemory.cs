using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>Reads the peak resident set size of this process from Linux.</summary>
internal static class PeakMemory
{
    /// <summary>Returns the peak memory of the process so far, in units of 1,048,576 bytes.</summary>
    public static double Megabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024d;
    }
}
