using System.Diagnostics;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;

namespace Digits.Tests;

/// <summary>Ctrl-C, as a shell sends it to the running program.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ctrl_C_stops_at_the_next_batch_with_exit_code_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send to one process.");
        using Process program = Start("--epochs", "1000000");
        string? line;
        do
            line = await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        while (line is not null && !line.StartsWith("Epoch 2/", StringComparison.Ordinal));
        Assert.NotNull(line);

        using (Process kill = Process.Start("kill", ["-INT", $"{program.Id}"]))
            await kill.WaitForExitAsync();
        Task<string> rest = program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal(ExitCodes.Interrupted, program.ExitCode);
        Assert.Equal("Stopped.", (await program.StandardError.ReadToEndAsync()).Trim());
        Assert.DoesNotContain("Micro accuracy", await rest);
        Assert.False(File.Exists(_data.File("model.zip")));
    }

    private Process Start(params string[] arguments)
    {
        string[] all = [typeof(DigitsCommand).Assembly.Location, .. arguments, "--data", _data.Folder, "--save", _data.File("model.zip")];
        return Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
