namespace MLNetDeep.Hosting;

/// <summary>What a file system says about a file without reading it. A file whose content changes has another stamp.</summary>
/// <param name="Length">The size in bytes; -1 if there is no file, or none that can be seen.</param>
/// <param name="Written">When the content was last written.</param>
/// <param name="Created">When the file was created: it differs if another file was renamed to this name.</param>
internal sealed record FileStamp(long Length, DateTime Written, DateTime Created)
{
    private static readonly FileStamp s_missing = new(-1, default, default);

    public static FileStamp Of(string path)
    {
        try
        {
            FileInfo file = new(path);

            // The times of a link are not those of its target. Kubernetes, for example, replaces a link when a mounted volume changes.
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                file = target;
            }

            return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : s_missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return s_missing;
        }
    }
}
