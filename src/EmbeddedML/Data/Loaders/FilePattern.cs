namespace Microsoft.ML.Data;

/// <summary>Finds the files that a path with wildcards names; see <see cref="MultiFileSource"/>.</summary>
internal static class FilePattern
{
    private const string AnyFolder = "...";

    /// <summary>The files, without duplicates: those of each folder in the order of their names. None for a path of no file.</summary>
    public static IReadOnlyList<string> Expand(string? pattern)
    {
        if (pattern is null)
            return [];
        if (!pattern.Contains('+') && !HasWildcard(pattern))
            return File.Exists(pattern) ? [pattern] : [];
        return pattern.Split('+', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(ExpandOne)
            .Distinct(StringComparer.InvariantCultureIgnoreCase)
            .ToArray();
    }

    private static IEnumerable<string> ExpandOne(string pattern)
    {
        if (!HasWildcard(pattern))
            return File.Exists(pattern) ? [pattern] : [];
        int any = pattern.IndexOf(AnyFolder, StringComparison.Ordinal);
        if (any < 0)
        {
            bool keepsDot = pattern.StartsWith("./", StringComparison.Ordinal) || pattern.StartsWith(".\\", StringComparison.Ordinal);
            string? folder = Path.GetDirectoryName(pattern);
            return Files(string.IsNullOrEmpty(folder) ? "." : folder, Path.GetFileName(pattern)).Select(file => keepsDot ? file : WithoutDot(file));
        }

        string root = pattern[..any];
        string name = pattern[(any + AnyFolder.Length)..].TrimStart('\\', '/');
        IEnumerable<string> folders = FoldersBelow(root.Length == 0 ? "." : root);
        IEnumerable<string> files = folders.SelectMany(folder => Files(folder, name.Length == 0 ? "*" : name));
        return root.Length == 0 ? files.Select(WithoutDot) : files;
    }

    private static bool HasWildcard(string pattern) => pattern.AsSpan().ContainsAny('*', '?') || pattern.Contains(AnyFolder, StringComparison.Ordinal);

    private static string WithoutDot(string file)
        => file.StartsWith("./", StringComparison.Ordinal) || file.StartsWith(".\\", StringComparison.Ordinal) ? file[2..] : file;

    private static IEnumerable<string> FoldersBelow(string folder)
        => Listed(() => Directory.GetDirectories(folder)).SelectMany(FoldersBelow).Prepend(folder);

    private static string[] Files(string folder, string name) => Listed(() => Directory.GetFiles(folder, name));

    // Folders that are not there, or not ours to read, have nothing in them for us.
    private static string[] Listed(Func<string[]> list)
    {
        try
        {
            return list().Order(StringComparer.CurrentCulture).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
