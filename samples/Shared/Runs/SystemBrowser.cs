using System.ComponentModel;
using System.Diagnostics;

namespace MLNetDeep.Samples;

/// <summary>Opens files with the program that the system has for them.</summary>
internal static class SystemBrowser
{
    // What a shell returns if there is no such command.
    private const int CommandNotFound = 127;

    // Some openers end at once, others with the browser. One that has run so long has found a browser.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Opens an HTML file in the browser.</summary>
    /// <exception cref="IOException">The system cannot open it; the message says why.</exception>
    public static void Open(string path)
    {
        string file = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Start(new ProcessStartInfo(file) { UseShellExecute = true })?.Dispose();
            return;
        }

        string command = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        RunInBackground(command, file);
    }

    /// <summary>Runs a command with a file, without its messages, and waits a little whether it fails.</summary>
    /// <exception cref="IOException">There is no such command, or it fails.</exception>
    internal static void RunInBackground(string command, string file)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec \"$0\" \"$1\" </dev/null >/dev/null 2>&1", command, file]);
        using Process process = Start(start)!;
        if (process.WaitForExit(s_patience) && process.ExitCode != 0)
        {
            throw new IOException(process.ExitCode == CommandNotFound
                ? $"there is no command {command}."
                : $"{command} ended with the code {process.ExitCode}.");
        }
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
