using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>The largest resident set that this process has had, as the Linux kernel counts it.</summary>
internal static class PeakMemory
{
    public static double Megabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024d;
    }
}
