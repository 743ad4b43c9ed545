namespace MLNetDeep.Samples.Digits;

/// <summary>Finds the MNIST files.</summary>
internal static class DataFolder
{
    private static readonly string s_relative = Path.Combine("data", "mnist");

    /// <summary>The given folder, or else data/mnist in the current folder, in that of the program, or in one above either.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none; the message says where it looked and what to do.</exception>
    public static string Find(string? given)
    {
        if (given is not null)
        {
            return Directory.Exists(given)
                ? given
                : throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(given)}'. Give the folder of the MNIST files with --data DIR.");
        }
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        foreach (string start in starts)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, s_relative);
                if (Directory.Exists(candidate))
                    return candidate;
            }
        }
        throw new DirectoryNotFoundException(
            $"There is no '{s_relative}' in '{starts[0]}' or '{starts[1]}' or a folder above. Give the folder of the MNIST files with --data DIR.");
    }
}
