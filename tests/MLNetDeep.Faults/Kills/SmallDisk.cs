using System.ComponentModel;
using Shared.Tests;

namespace MLNetDeep.Faults.Kills;

/// <summary>A disk in memory that is soon full.</summary>
internal static class SmallDisk
{
    /// <summary>Mounts the disk; returns false if the system does not allow it.</summary>
    public static bool TryMount(string folder, string size)
    {
        try
        {
            return ChildProcess.Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public static void Unmount(string folder) => Assert.Equal(0, ChildProcess.Run("umount", folder).ExitCode);
}
