using MLNetDeep.Samples;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Tests that the Quickstart sample reports what is wrong as one line. It runs in a process of its own.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quickstart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--iterations")]
    [InlineData("a", "b")]
    public async Task Other_arguments_than_its_options_are_refused(params string[] arguments)
    {
        SampleRun run = await SampleProcess.RunAsync(Program(), [], arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.Contains($"'{arguments[0]}'", run.ErrorLine);
    }

    [Fact]
    public async Task The_report_has_the_accuracy_of_the_console()
    {
        string file = Path.Combine(_folder, "report.html");
        SampleRun run = await SampleProcess.RunAsync(Program(), [], ["--report", file], _folder);
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains($"The report is in {file}.", run.Output);
        double accuracy = ReportFile.Metric(file, "Accuracy");
        Assert.InRange(accuracy, 0.97, 0.985); // what a network with 128 hidden units reaches in 5 epochs
        Assert.Contains($"Micro accuracy {accuracy:F4} on 10,000 test digits.", run.Output);
        Assert.True(File.Exists(Path.Combine(_folder, "digits.zip")));
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
