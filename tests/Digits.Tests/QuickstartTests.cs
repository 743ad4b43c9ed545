using MLNetDeep.Samples;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Tests that the Quickstart sample reports what is wrong as one line. It runs in a process of its own.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quickstart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("")]
    [InlineData("a", "b")]
    public async Task Arguments_are_refused(params string[] arguments)
    {
        SampleRun run = await SampleProcess.RunAsync(Program(), [], arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.Equal($"'{arguments[0]}' is not accepted: this program has no options.", run.ErrorLine);
    }

    [Fact]
    public async Task A_model_that_cannot_be_saved_is_reported_before_the_training()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "digits.zip"));
        SampleRun run = await SampleProcess.RunAsync(Program(), [], [], _folder);
        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains("'digits.zip' is a folder", run.ErrorLine);
    }

    // 60,000 images of 784 bytes are 47 MB.
    [Fact]
    public async Task Too_little_memory_is_reported()
    {
        SampleRun run = await SampleProcess.RunAsync(Program(), [("DOTNET_GCHeapHardLimit", "0x2800000")], [], _folder);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.StartsWith("There is not enough memory", run.ErrorLine);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static string Program() => Path.Combine(AppContext.BaseDirectory, "Quickstart.dll");
}
