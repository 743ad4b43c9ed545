using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Tests of --report, --open and --watch.</summary>
public sealed class PagesTests : IDisposable
{
    private readonly SmallDigits _data = new();

    // The files that the program would have opened in the browser.
    private readonly List<string> _opened = [];

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_report_has_the_metrics_of_the_console_and_is_opened_at_the_end()
    {
        string file = _data.File("report.html");
        SampleRun run = SampleRun.Execute(
            (output, error) => new DigitsCommand(output, error, isTerminal: false) { OpenFile = _opened.Add },
            Arguments("--model", "softmax", "--iterations", "1", "--batch-size", "4", "--report", file, "--open"));
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains($"The report is in {file}.", run.Output);
        Assert.Equal([file], _opened);
        double accuracy = ReportFile.Metric(file, "Accuracy");
        Assert.InRange(accuracy, 0.11, 0.6); // one batch of 4 rows shows at most 4 of the 10 digits
        Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Micro accuracy"), accuracy, 0.00005);
        Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Log-loss"), ReportFile.Metric(file, "Log-loss"), 0.00005);
        string html = File.ReadAllText(file);
        Assert.Contains("<dt>Training rows</dt><dd>200</dd>", html);
        Assert.Contains("<dt>Test rows</dt><dd>50</dd>", html);
        Assert.Contains("aria-label=\"The first test images.", html);
    }

    [Fact]
    public void Without_a_name_the_report_to_open_is_in_the_current_folder_and_a_system_without_a_browser_does_not_fail_the_run()
    {
        const string Name = "digits-report.html";
        try
        {
            SampleRun run = SampleRun.Execute(
                (output, error) => new DigitsCommand(output, error, isTerminal: false) { OpenFile = _ => throw new IOException("there is no command x.") },
                Arguments("--iterations", "2", "--open"));
            Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
            Assert.Contains($"The report is in {Name}.", run.Output);
            Assert.Contains($"{Name} could not be opened in a browser: there is no command x.", run.Output);
            Assert.Equal(ReportFile.ConsoleMetric(run.Output, "Micro accuracy"), ReportFile.Metric(Name, "Accuracy"), 0.00005);
        }
        finally
        {
            File.Delete(Name);
        }
    }

    [Fact]
    public void The_system_s_command_opens_a_file_or_its_failure_is_reported()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows opens files without a command.");
        string file = _data.File("a file's \"name\".txt");
        SystemBrowser.RunInBackground("touch", file);
        Assert.True(File.Exists(file));
        Assert.Equal("false ended with the code 1.", Assert.Throws<IOException>(() => SystemBrowser.RunInBackground("false", file)).Message);
        Assert.Equal("there is no command nowhere-x.", Assert.Throws<IOException>(() => SystemBrowser.RunInBackground("nowhere-x", file)).Message);
    }

    // The page is asked for when the first epoch has ended, so that it must be there then.
    [Fact]
    public async Task The_training_can_be_watched_until_the_run_ends()
    {
        const string Weights = "digits-best.safetensors";
        using WatchingWriter output = new();
        using StringWriter error = new();
        DigitsCommand command = new(output, error, isTerminal: false);
        try
        {
            Assert.Equal(ExitCodes.Success, command.Run(Arguments("--watch", "--epochs", "2")));
            Assert.Equal("", error.ToString());
            Assert.Contains($"Its best weights are saved to {Weights}.", output.ToString());
            Assert.Equal(101_770, Network.Load(Weights).Spec.ParameterCount);
        }
        finally
        {
            File.Delete(Weights);
        }

        Assert.Contains("<html", output.Page);
        Assert.Contains("\"running\"", output.Update);
        using HttpClient client = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(output.Address));
    }

    // With local steps, ranks must have callbacks of the same names, and the first one alone has the dashboard.
    [Fact]
    public async Task The_first_of_several_ranks_has_the_page()
    {
        try
        {
            string[] outputs = await RankRuns.ExecuteAsync(
                ranks: 2,
                (output, error, join) => new DigitsCommand(output, error, isTerminal: false) { JoinRanks = join },
                _ => Arguments("--watch", "--epochs", "1", "--local-steps", "2", "--threads", "1"));
            Assert.Contains("Watch the training at ", outputs[0]);
            Assert.Equal("", outputs[1]);
        }
        finally
        {
            File.Delete("digits-best.safetensors");
        }
    }

    private string[] Arguments(params string[] arguments) => [.. arguments, "--data", _data.Folder, "--save", _data.File("model.zip")];

    // Fetches the page and the first update about the training when the first epoch is written.
    private sealed class WatchingWriter : StringWriter
    {
        private const string Announcement = "Watch the training at ";

        public Uri? Address { get; private set; }

        public string? Page { get; private set; }

        public string? Update { get; private set; }

        public override void WriteLine(string? value)
        {
            if (value!.StartsWith(Announcement, StringComparison.Ordinal))
            {
                Address = new Uri(value[Announcement.Length..]);
            }
            else if (value.StartsWith("Epoch 1/", StringComparison.Ordinal))
            {
                Task.Run(WatchAsync).Wait(TimeSpan.FromSeconds(30));
            }

            base.WriteLine(value);
        }

        private async Task WatchAsync()
        {
            using HttpClient client = new();
            Page = await client.GetStringAsync(Address);
            using StreamReader events = new(await client.GetStreamAsync(new Uri(Address!, "events")));
            do
            {
                Update = await events.ReadLineAsync();
            }
            while (Update?.Contains("\"running\"", StringComparison.Ordinal) == false);
        }
    }
}
