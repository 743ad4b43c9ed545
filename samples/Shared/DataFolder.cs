namespace MLNetDeep.Samples;

/// <summary>Finds the folder of a data set in the repository.</summary>
internal static class DataFolder
{
    private const string RootName = "data";

    /// <summary>
    /// Returns <paramref name="explicitPath"/> if it is not null. Otherwise searches the current folder, the program's folder and all of
    /// their parents for data/<paramref name="name"/>.
    /// </summary>
    /// <param name="name">The name of the data set's folder inside the folder "data".</param>
    /// <param name="explicitPath">The folder that the user named with --data; null to search for it.</param>
    /// <param name="content">A description of the folder's content for the error message, such as "the MNIST files".</param>
    /// <param name="mayBeFile">Whether the user may name a file instead of a folder.</param>
    /// <exception cref="DirectoryNotFoundException">
    /// There is no such folder. The message names the searched folders and the option to set.
    /// </exception>
    public static string Find(string name, string? explicitPath, string content, bool mayBeFile = false)
    {
        string advice = $"Name the folder with {content} by --data {(mayBeFile ? "PATH" : "DIR")}.";
        if (explicitPath is not null)
        {
            return Directory.Exists(explicitPath) || (mayBeFile && File.Exists(explicitPath)) ? explicitPath
                : throw new DirectoryNotFoundException(
                    $"There is no folder {(mayBeFile ? "or file " : "")}'{Path.GetFullPath(explicitPath)}'. {advice}");
        }

        string relative = Path.Combine(RootName, name);
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        foreach (string start in starts)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, relative);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new DirectoryNotFoundException(
            $"'{relative}' was not found in '{starts[0]}', in '{starts[1]}' or in their parents. {advice}");
    }
}
