namespace MLNetDeep.Browser.Tests.Browsers;

/// <summary>Finds a browser of the Chromium family that is installed on this machine.</summary>
internal static class InstalledBrowser
{
    /// <summary>The environment variable that names the browser's program.</summary>
    public const string Variable = "MLNETDEEP_BROWSER";

    private static readonly Environment.SpecialFolder[] s_windowsFolders =
    [
        Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData,
    ];

    /// <summary>Returns the path of the browser's program; null if there is none.</summary>
    /// <exception cref="FileNotFoundException">The environment variable names a file that does not exist.</exception>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? File.Exists(named) ? named : throw new FileNotFoundException($"{Variable} is '{named}', but there is no such file.", named)
        : Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (OperatingSystem.IsWindows())
        {
            return from program in new[] { @"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe" }
                   from folder in s_windowsFolders
                   select Path.Combine(Environment.GetFolderPath(folder), program);
        }

        return OperatingSystem.IsMacOS()
            ? from name in new[] { "Google Chrome", "Microsoft Edge", "Chromium" } select $"/Applications/{name}.app/Contents/MacOS/{name}"
            : from name in new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge" }
              select $"/usr/bin/{name}";
    }
}
