using System.Diagnostics;
using System.Text.RegularExpressions;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Tests.Processes;

/// <summary>Tests that no test leaves a process behind.</summary>
public sealed partial class ChildProcessTests
{
    // A shell that starts a child of its own, says the child's number, and waits for it.
    private static readonly string[] s_endless = ["sh", "-c", "sleep 600 & echo $!; wait"];

    [Fact]
    public async Task A_process_and_its_children_end_with_the_test_that_fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        int[] ids = [];
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            using ChildProcess process = ChildProcess.Start(s_endless);
            ids = [process.Id, int.Parse((await process.Output.ReadLineAsync())!, null)];
            Assert.All(ids, id => Assert.True(IsRunning(id)));
            await process.WaitAsync(TimeSpan.FromMilliseconds(50));
        });
        Assert.Equal(2, ids.Length);
        Assert.False(IsRunning(ids[0]));

        // The system takes a moment to end what was killed; this process can wait only for its own child.
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(ids[1]), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void The_exit_code_and_the_output_are_returned()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        Assert.Equal((7, "out\n", "err\n"), ChildProcess.Run("sh", "-c", "echo out; echo err >&2; exit 7"));
    }

    // Each other way to start a process needs its own care that the process ends, as the tests that kill processes take it.
    [Fact]
    public void Tests_start_processes_only_where_it_is_known_that_they_end()
    {
        string[] known =
        [
            Path.Combine("Shared", "ChildProcess.cs"),
            Path.Combine("MLNetDeep.Faults", "Kills", "VictimProcess.cs"),
            Path.Combine("MLNetDeep.Faults", "Kills", "SmallDisk.cs"),
        ];
        string tests = Repository.PathOf("tests");
        IEnumerable<string> files = Directory.GetFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != $"{nameof(ChildProcessTests)}.cs");
        string[] starting =
            [.. files.Where(file => ProcessStart().IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(tests, file))];
        Assert.Contains(known[0], starting);
        Assert.Empty(starting.Except(known));
    }

    // Killed children become zombies until the process that adopts them takes note; a zombie does not run.
    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            string stat = File.Exists($"/proc/{id}/stat") ? File.ReadAllText($"/proc/{id}/stat") : "";
            return !process.HasExited && !stat.Contains(") Z", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\bProcess\.Start\(|\bnew Process\(|\bProcessStartInfo\b")]
    private static partial Regex ProcessStart();
}
