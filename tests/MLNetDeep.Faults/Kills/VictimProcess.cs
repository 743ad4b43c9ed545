using Shared.Tests;

namespace MLNetDeep.Faults.Kills;

/// <summary>Starts this program as a <see cref="Victim"/>. Disposing the process kills it, as the system's out-of-memory killer does.</summary>
internal static class VictimProcess
{
    /// <summary>Starts the program.</summary>
    /// <param name="task">What it does.</param>
    /// <param name="folder">Where it does it.</param>
    /// <param name="shell">A command of the shell to run before, in the same process; null for none.</param>
    public static ChildProcess Start(string task, string folder, string? shell = null)
    {
        string[] command = ["dotnet", typeof(Victim).Assembly.Location, Victim.Argument, task, folder];
        command = shell is null ? command : ["sh", "-c", $"{shell}; exec \"$@\"", "sh", .. command];

        // ML.NET gathers a model's entries in a temporary folder, which stays when its process is killed.
        string temporary = Directory.CreateDirectory(Path.Combine(folder, "temporary")).FullName;
        return ChildProcess.Start(command, environment: ("TMPDIR", temporary));
    }

    /// <summary>Waits until the program has said that it is ready.</summary>
    public static async Task WaitUntilReadyAsync(ChildProcess victim) =>
        Assert.Equal(Victim.Ready, await victim.Output.ReadLineAsync().WaitAsync(ChildProcess.Timeout));
}
