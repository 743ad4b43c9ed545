using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>The peak resident set size of this process, as reported by Linux.</summary>
internal static class PeakMemory
{
    public static double Megabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024d;
    }
}
