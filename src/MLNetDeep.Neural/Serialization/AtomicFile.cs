using System.Runtime.Versioning;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Writes files so that a reader, a crash or a full disk never finds or leaves half of one.</summary>
/// <remarks>
/// <para>The content is written to a temporary file in the same folder, flushed to the disk and then renamed, so a path has its old content
/// until it has all of the new. The temporary file is named <c>NAME.MACHINE-PROCESS-RANDOM.tmp</c>. If writing fails, it is removed; if the
/// process is killed, the next <see cref="Write"/> to the same path removes it. The files of writers that are still at work are kept.</para>
/// <para>An existing file keeps its Unix permissions and, where the system allows it, its owner, and a symbolic link stays a link: its target is replaced. Hard links are not followed:
/// the other names keep the old content. What is no regular file (a device, a pipe) cannot be replaced and is written to directly.</para>
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes a file, or replaces an existing one.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <param name="write">Writes the content to a stream. For a pipe, the stream cannot seek. If <paramref name="write"/> throws, an
    /// existing file remains as it was.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files, or the path is a folder.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        CheckNoFolder(path);
        if (DirectOutput.TryOpen(path) is { } direct)
        {
            using (direct)
            {
                write(direct);
                direct.Flush();
            }

            return;
        }

        Replace(path, Prepare(path), write);
    }

    /// <summary>
    /// Checks whether <see cref="Write"/> could create its temporary file. Call this before long work, so that a wrong path is reported at
    /// once.
    /// </summary>
    /// <remarks>
    /// An existing file stays as it is. A temporary file is created and removed. If the process is killed between the two, the next
    /// <see cref="Write"/> or check removes that file. A device or a pipe is not opened.
    /// </remarks>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files, or the path is a folder.</exception>
    /// <exception cref="IOException">The file cannot be created, for example because its name is too long.</exception>
    public static void EnsureWritable(string path)
    {
        CheckNoFolder(path);
        if (!DirectOutput.IsDirect(path))
        {
            string target = Prepare(path);
            string temporary = TemporaryFile.NameFor(target);
            Discard(Create(path, temporary, target), temporary);
        }
    }

    private static void CheckNoFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new UnauthorizedAccessException($"'{path}' is a folder, but a file path is needed.");
        }
    }

    // Returns the file to replace: the path, or what it links to.
    private static string Prepare(string path)
    {
        string target = new FileInfo(path).LinkTarget is null
            ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        CheckFolder(path, Path.GetDirectoryName(target)!);
        TemporaryFile.RemoveAbandoned(target);
        return target;
    }

    private static void CheckFolder(string path, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}', so '{path}' cannot be written.");
        }
    }

    private static void Replace(string path, string target, Action<Stream> write)
    {
        string temporary = TemporaryFile.NameFor(target);
        using FileStream stream = Create(path, temporary, target);
        try
        {
            write(stream);
            stream.Flush(flushToDisk: true);
            if (OperatingSystem.IsWindows())
            {
                // Windows does not rename an open file. Elsewhere the file stays open, because its lock tells others that it is in use.
                stream.Dispose();
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            Discard(stream, temporary);

            // .NET reports a file that is too long for its disk, or for the user's limit, as an argument of its own.
            if (exception is ArgumentOutOfRangeException { ParamName: "value", Source: "System.Private.CoreLib" })
            {
                throw new IOException($"'{path}' cannot be written: the file is longer than the system allows.", exception);
            }

            throw;
        }
    }

    private static FileStream Create(string path, string temporary, string target)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        bool keepsMode = !OperatingSystem.IsWindows() && File.Exists(target);
        if (!OperatingSystem.IsWindows() && keepsMode)
        {
            // Never more permissions than the file has, not even for a moment.
            options.UnixCreateMode = File.GetUnixFileMode(target);
        }

        FileStream stream;
        try
        {
            stream = new FileStream(temporary, options);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException(
                $"'{path}' cannot be written: the folder '{Path.GetDirectoryName(target)}' does not take new files.", exception);
        }

        if (!OperatingSystem.IsWindows() && keepsMode)
        {
            try
            {
                KeepOwnerAndMode(target, temporary, stream, options.UnixCreateMode!.Value);
            }
            catch
            {
                Discard(stream, temporary);
                throw;
            }
        }

        return stream;
    }

    [UnsupportedOSPlatform("windows")]
    private static void KeepOwnerAndMode(string target, string temporary, FileStream stream, UnixFileMode mode)
    {
        UnixFile existing = UnixFile.Find(target);
        if (existing != UnixFile.Find(temporary))
        {
            existing.TryCopyOwner(temporary);
        }

        // The umask may have removed permissions that the existing file has.
        if (File.GetUnixFileMode(stream.SafeFileHandle) != mode)
        {
            File.SetUnixFileMode(stream.SafeFileHandle, mode);
        }
    }

    private static void Discard(FileStream stream, string temporary)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // What was buffered cannot be written either.
        }

        TemporaryFile.TryDelete(temporary);
    }
}
