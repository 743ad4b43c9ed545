namespace MLNetDeep.Samples;

/// <summary>Finds the folder of a data set in the repository.</summary>
internal static class DataFolder
{
    private const string Parent = "data";

    /// <summary>
    /// The given folder; without one, data/<paramref name="name"/> in the current folder, the program's folder or a parent of either.
    /// </summary>
    /// <param name="name">The name of the folder inside data.</param>
    /// <param name="given">The folder given with --data; null to search for one.</param>
    /// <param name="content">What the folder holds, for the error message.</param>
    /// <exception cref="DirectoryNotFoundException">
    /// The folder was not found; the message says where it was searched for and what to do.
    /// </exception>
    public static string Find(string name, string? given, string content)
    {
        string advice = $"Give the folder of {content} with --data DIR.";
        if (given is not null)
        {
            return Directory.Exists(given) ? given : throw new DirectoryNotFoundException(
                $"There is no folder '{Path.GetFullPath(given)}'. {advice}");
        }

        string relative = Path.Combine(Parent, name);
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

        throw new DirectoryNotFoundException($"There is no '{relative}' in '{starts[0]}' or '{starts[1]}' or a parent of either. {advice}");
    }
}
