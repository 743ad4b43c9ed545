using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Names the temporary file of a target <c>NAME.MACHINE-PROCESS-RANDOM.tmp</c>, and removes those that killed processes left behind.
/// </summary>
internal static partial class TemporaryFile
{
    // A file of another machine is abandoned if it was not written to for this long: its process cannot be looked up from here.
    private static readonly TimeSpan s_otherMachineLimit = TimeSpan.FromDays(1);

    private static readonly uint s_machine = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(Environment.MachineName));

    /// <summary>Returns a new name in the folder of the target.</summary>
    public static string NameFor(string target) => string.Create(
        CultureInfo.InvariantCulture, $"{target}.{s_machine:x8}-{Environment.ProcessId}-{Random.Shared.Next():x8}.tmp");

    /// <summary>Deletes the temporary files of the target whose writers have ended. Those that cannot be deleted stay.</summary>
    public static void RemoveAbandoned(string target)
    {
        string prefix = Path.GetFileName(target);
        try
        {
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*.tmp"))
            {
                string name = Path.GetFileName(file);
                if (name.StartsWith(prefix, StringComparison.Ordinal)
                    && Suffix().Match(name[prefix.Length..]) is { Success: true } suffix
                    && IsAbandoned(file, suffix))
                {
                    TryDelete(file);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be listed. Whether it takes a new file shows when the file is created.
        }
    }

    /// <summary>Deletes a file. If that is not possible, the file stays.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exception that made the file useless, or the success of the next save, is what the caller needs to see.
        }
    }

    private static bool IsAbandoned(string file, Match suffix)
    {
        DateTime written = File.GetLastWriteTimeUtc(file);
        uint machine = uint.Parse(suffix.Groups["machine"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        bool hasEnded = machine == s_machine
            ? int.TryParse(suffix.Groups["process"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                && HasEnded(process, written)
            : DateTime.UtcNow - written > s_otherMachineLimit;
        return hasEnded && IsUnlocked(file);
    }

    // A process that started after the last write is another one with the same number. In containers, numbers repeat all the time.
    private static bool HasEnded(int id, DateTime written)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime() > written;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The process ended just now, or nothing can be found out about it.
            return false;
        }
    }

    // A writer keeps its file open and locked. This also holds for processes in other containers, which cannot be looked up.
    private static bool IsUnlocked(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\.(?<machine>[0-9a-f]{8})-(?<process>[0-9]{1,10})-[0-9a-f]{8}\.tmp\z")]
    private static partial Regex Suffix();
}
