namespace MLNetDeep.Faults.Support;

/// <summary>
/// Collects what the tests counted. If the environment variable MLNETDEEP_FIGURES names a file, each line is added to it: a Markdown row.
/// </summary>
internal static class Figures
{
    private static readonly Lock s_lock = new();
    private static readonly string? s_path = Environment.GetEnvironmentVariable("MLNETDEEP_FIGURES");

    public static void Add(string attack, string subject, string figures)
    {
        if (s_path is { Length: > 0 })
        {
            lock (s_lock)
            {
                File.AppendAllText(s_path, $"| {attack} | {subject} | {figures} |\n");
            }
        }
    }
}
