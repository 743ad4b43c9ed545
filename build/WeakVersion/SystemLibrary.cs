using System.Diagnostics;

namespace MLNetDeep.Build;

/// <summary>Finds shared libraries of a Linux system.</summary>
internal static class SystemLibrary
{
    private static readonly string[] s_folders =
    [
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
    ];

    /// <summary>The file that the loader takes for a name such as libstdc++.so.6, or null if none is found.</summary>
    public static string? Find(string name)
    {
        string[] first = (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return first.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? FindInCache(name)
            ?? s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Whether a library contains a version: its name is in the table of strings, with a zero byte on both sides.</summary>
    public static bool HasVersion(string path, string version) =>
        File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes($"\0{version}\0")) >= 0;

    // Lines of the loader's cache: "    libstdc++.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libstdc++.so.6".
    private static string? FindInCache(string name)
    {
        string? program = new[] { "/sbin/ldconfig", "/usr/sbin/ldconfig" }.FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        using Process process = Process.Start(new ProcessStartInfo(program, "-p") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n')
            .Where(line => line.TrimStart().StartsWith(name + " ", StringComparison.Ordinal) && line.Contains("64", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("=> ", StringComparison.Ordinal) + 3)..].Trim())
            .FirstOrDefault(File.Exists);
    }
}
