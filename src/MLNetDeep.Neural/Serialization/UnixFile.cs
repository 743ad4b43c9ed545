using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Serialization;

/// <summary>What .NET does not tell about a file on Unix: whether it is a regular file, and who owns it.</summary>
/// <param name="IsRegular">Whether it is a regular file: no folder, device, pipe or socket.</param>
/// <param name="Owner">The number of the user; null if unknown.</param>
/// <param name="Group">The number of the group; null if unknown.</param>
internal readonly partial record struct UnixFile(bool IsRegular, uint? Owner, uint? Group)
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int BufferLength = 256;

    // Arguments of Linux's statx: the path is relative to the current folder, and the fields of stat are wanted.
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;

    /// <summary>Looks up an existing path; links are followed.</summary>
    public static UnixFile Find(string path)
    {
        Span<byte> status = stackalloc byte[BufferLength];
        try
        {
            // The layouts of these structures are fixed by the systems' binary interfaces.
            if (OperatingSystem.IsLinux() && LinuxStatus(CurrentFolder, path, 0, BasicFields, status) == 0)
            {
                return Create(
                    BitConverter.ToUInt16(status[28..]), BitConverter.ToUInt32(status[20..]), BitConverter.ToUInt32(status[24..]));
            }

            if (OperatingSystem.IsMacOS()
                && (RuntimeInformation.ProcessArchitecture == Architecture.X64 ? MacStatusX64(path, status) : MacStatus(path, status)) == 0)
            {
                return Create(
                    BitConverter.ToUInt16(status[4..]), BitConverter.ToUInt32(status[16..]), BitConverter.ToUInt32(status[20..]));
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // An old or unusual C library.
        }

        // Devices are in /dev, but files of shared memory are too.
        string full = Path.GetFullPath(path);
        bool isDevice = full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
        return new UnixFile(!isDevice, null, null);
    }

    /// <summary>Gives a file the owner and group of this one where the system allows it.</summary>
    public void TryCopyOwner(string path)
    {
        if (Owner is { } owner && Group is { } group)
        {
            _ = ChangeOwner(path, owner, group);
        }
    }

    private static UnixFile Create(int mode, uint owner, uint group) => new((mode & TypeMask) == RegularType, owner, group);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinuxStatus(int folder, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatus(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatusX64(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
