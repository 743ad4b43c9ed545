namespace Microsoft.ML.Data;

/// <summary>Writes files so that either all of the new content is in place in the end, or the old one is.</summary>
internal static class ReplacedFile
{
    /// <summary>Writes a new file beside the one at <paramref name="path"/>, then puts it in its place.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var existing = new FileInfo(path);
        if (existing.LinkTarget is not null)
            existing = new FileInfo(existing.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        // An empty file has nothing to lose, and it may be a device or a pipe, which must not be replaced.
        if (Directory.Exists(existing.FullName) || (existing.Exists && existing.Length == 0))
        {
            using FileStream stream = File.Create(path);
            write(stream);
            return;
        }

        string temporary = Path.Combine(existing.DirectoryName!, $".{existing.Name}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, existing.FullName, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
