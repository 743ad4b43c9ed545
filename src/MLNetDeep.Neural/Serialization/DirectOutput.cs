namespace MLNetDeep.Neural.Serialization;

/// <summary>Opens what is no regular file, such as a device or a pipe. It cannot be replaced, so it is written to directly.</summary>
internal static class DirectOutput
{
    /// <summary>Whether <see cref="TryOpen"/> would open the path. Does not open it: a pipe would wait for its reader.</summary>
    public static bool IsDirect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return File.Exists(path) && (!UnixFile.Find(path).IsRegular || IsOpenDescriptor(path));
        }

        // Windows has devices and pipes at paths of their own, such as \\.\pipe\NAME, also for NUL and CON.
        return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
    }

    /// <summary>Opens the path for writing; returns null if it does not exist or is a regular file.</summary>
    /// <exception cref="IOException">The path exists and cannot be opened, for example because it is a socket.</exception>
    public static FileStream? TryOpen(string path)
    {
        if (!IsDirect(path))
        {
            return null;
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (!OperatingSystem.IsWindows() && UnixFile.Find(path).IsRegular)
        {
            stream.Seek(0, SeekOrigin.End);
        }

        return stream;
    }

    // /dev/stdout and its kind stand for what is already open, and the program goes on to write there: they may be a redirected file.
    private static bool IsOpenDescriptor(string path)
    {
        string full = Path.GetFullPath(path);
        return full is "/dev/stdout" or "/dev/stderr"
            || full.StartsWith("/dev/fd/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal);
    }
}
