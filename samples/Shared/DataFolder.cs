namespace MLNetDeep.Samples;

/// <summary>Finds a folder of the data that the repository ships.</summary>
internal static class DataFolder
{
    private const string Parent = "data";

    /// <summary>The given folder, or else data/<paramref name="name"/> in the current folder, in that of the program, or in one above either.</summary>
    /// <param name="name">What the folder is called inside data.</param>
    /// <param name="given">The folder given with --data; null to look for it.</param>
    /// <param name="content">What is in it, for the message.</param>
    /// <exception cref="DirectoryNotFoundException">There is none; the message says where it looked and what to do.</exception>
    public static string Find(string name, string? given, string content)
    {
        string advice = $"Give the folder of {content} with --data DIR.";
        if (given is not null)
        {
            return Directory.Exists(given) ? given : throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(given)}'. {advice}");
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
        throw new DirectoryNotFoundException($"There is no '{relative}' in '{starts[0]}' or '{starts[1]}' or a folder above. {advice}");
    }
}
