using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Tests that whatever is wrong is reported as one line with exit code 1 or 2.</summary>
public sealed class OddOptionsTests : IDisposable
{
    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Any_value_of_any_option_ends_with_success_or_one_line() =>
        OddOptions.Check(arguments => Run([.. arguments, "--data", _data.Folder, "--save", _data.File("m.zip")]), "--data", "--save", "--json", "--report", "--story", "--checkpoint", "--open", "--watch");

    [Theory]
    [InlineData("LearningRate", "--learning-rate", "NaN", "--learning-rate is NaN; accepted: above 0, finite.")]
    [InlineData("Epochs", "--epochs", "x", "--epochs is 'x'; accepted: a whole number from -2147483648 to 2147483647.")]
    [InlineData("BatchSize", "--batch-size", "0", "--batch-size is 0; accepted: 1 or more.")]
    [InlineData("Iterations", "--iterations", "-1", "--iterations is -1; accepted: 0 or more.")]
    [InlineData("Threads", "--threads", "0", "--threads is 0; accepted: 1 or more")]
    [InlineData("DropoutRate", "--dropout", "1", "--dropout is 1; accepted: 0 or more, below 1.")]
    public void A_message_has_the_name_of_the_option(string libraryName, string option, string value, string expected)
    {
        string line = Run(option, value, "--data", _data.Folder, "--save", _data.File("m.zip")).ErrorLine;
        Assert.StartsWith(expected, line);
        Assert.DoesNotContain(libraryName, line);
    }

    [Theory]
    [InlineData("--data")]
    [InlineData("--save")]
    [InlineData("--json")]
    [InlineData("--report")]
    [InlineData("--story")]
    [InlineData("--checkpoint")]
    public void Any_path_that_cannot_be_used_is_reported(string option)
    {
        string file = _data.File("file");
        File.WriteAllText(file, "x");
        List<string> paths = ["", "\0", Path.Combine(file, "child"), _data.File(new string('x', 300)), _data.File("no/such/file")];
        if (option != "--data")
        {
            paths.Add(_data.Folder);
        }

        if (OperatingSystem.IsLinux())
        {
            paths.AddRange(option == "--data" ? ["/proc/self/mem", "/dev/null"] : ["/proc/self/status", "/proc/x"]);
        }

        Assert.All(paths, path => OddOptions.CheckFailure(Run([.. Data(option), option, path]), $"{option} {path}"));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public void A_data_file_that_cannot_be_read_is_reported(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        string path = _data.File(name);
        if (Environment.IsPrivilegedProcess)
        {
            // Root may read all files, but no one may read the memory of a process at its first page.
            Assert.SkipUnless(File.Exists("/proc/self/mem"), "There is no file that root cannot read.");
            File.Delete(path);
            File.CreateSymbolicLink(path, "/proc/self/mem");
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        SampleRun run = Run("--data", _data.Folder, "--save", _data.File("m.zip"));
        OddOptions.CheckFailure(run, name);
        Assert.Equal("", run.Output);
    }

    // A process of its own with 150 MB of memory. Two copies of the weights of 18000 units fit, the optimizer's state does not. The arrays of
    // the last case would have more elements than .NET has.
    [Theory]
    [InlineData("; this process has 150", "--hidden", "1000000")]
    [InlineData("; this process has 150", "--hidden", "5000,5000,5000")]
    [InlineData("; this process has 150", "--hidden", "18000")]
    [InlineData("elements", "--hidden", "2000000000")]
    public async Task Too_little_memory_is_reported(string expected, params string[] arguments)
    {
        SampleRun run = await SampleProcess.RunAsync(
            typeof(DigitsCommand), [("DOTNET_GCHeapHardLimit", "0x9000000")], [.. arguments, .. Data("")]);
        OddOptions.CheckFailure(run, string.Join(' ', arguments));
        Assert.Contains(expected, run.ErrorLine);
    }

    [Theory]
    [InlineData("--batch-size", "20000000")]
    [InlineData("--batch-size", "2147483647")]
    [InlineData("--threads", "40000")]
    [InlineData("--threads", "2147483647")]
    public async Task Huge_numbers_need_no_more_than_there_is(params string[] arguments)
    {
        SampleRun run = await SampleProcess.RunAsync(typeof(DigitsCommand), [], [.. arguments, "--epochs", "1", .. Data("")]);
        OddOptions.Check(run, string.Join(' ', arguments));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_reported()
    {
        using FullDisk output = new();
        using StringWriter error = new();
        DigitsCommand command = new(output, error, isTerminal: false);
        Assert.Equal(ExitCodes.Failure, command.Run(Data("")));
        Assert.Equal("No space left on device", error.ToString().Trim());
        Assert.Equal(ExitCodes.Failure, new DigitsCommand(output, output, isTerminal: false).Run(Data("")));
    }

    private sealed class FullDisk : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }

    private string[] Data(string except) =>
    [
        .. except == "--data" ? [] : (string[])["--data", _data.Folder],
        .. except == "--save" ? [] : (string[])["--save", _data.File("m.zip")],
    ];

    private static SampleRun Run(params string[] arguments) =>
        SampleRun.Execute((output, error) => new DigitsCommand(output, error, isTerminal: false), arguments);
}
