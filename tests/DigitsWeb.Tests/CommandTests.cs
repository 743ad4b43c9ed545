using System.Text.RegularExpressions;
using DigitsWeb.Tests.Support;
using MLNetDeep.Samples.DigitsWeb;
using Samples.Tests;
using Shared.Tests;

namespace DigitsWeb.Tests;

public class CommandTests(ServerFixture fixture)
{
    [Theory]
    [InlineData("--epochs is 'x'; accepted: a whole number from -2147483648 to 2147483647.", "--epochs", "x")]
    [InlineData("The field --epochs must be between 1 and 1000.", "--epochs", "0")]
    [InlineData("The field --max-body-bytes must be between 1 and 2147483647.", "--max-body-bytes", "0")]
    [InlineData("Unrecognized command or argument '--port'.", "--port")]
    public void A_wrong_option_is_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        SampleRun run = SampleRun.Execute((output, error) => new DigitsWebCommand(output, error), arguments);
        Assert.Equal((2, message), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public void An_address_that_cannot_be_used_is_one_line_and_exit_code_1()
    {
        string url = fixture.Server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        SampleRun run = SampleRun.Execute(
            (output, error) => new DigitsWebCommand(output, error), "--urls", url, "--model", fixture.ModelFile);
        Assert.Equal((1, $"Failed to bind to address {url}: address already in use."), (run.ExitCode, run.ErrorLine));

        run = SampleRun.Execute((output, error) => new DigitsWebCommand(output, error), "--urls", "here", "--model", fixture.ModelFile);
        Assert.Equal((2, "--urls is 'here'; accepted: addresses such as http://localhost:5080, separated by semicolons."), (run.ExitCode, run.ErrorLine));
    }

    [Theory]
    [InlineData("--epochs", "The number of passes over the training digits. Default: 6.")]
    [InlineData("--seed", "The seed of all random numbers of the training. Default: 1.")]
    [InlineData("--requests-per-second", "The number of predictions per second that each client may ask for; 0 for no limit. Default: 30.")]
    [InlineData("--max-body-bytes", "The largest request body, in bytes. Default: 65536.")]
    public void Help_names_the_options_and_their_defaults(string option, string description)
    {
        SampleRun run = SampleRun.Execute((output, error) => new DigitsWebCommand(output, error), "--help");
        Assert.Equal(0, run.ExitCode);
        string help = Regex.Replace(run.Output, @"\s+", " ");
        Assert.Matches($" {option} <[^>]+> {Regex.Escape(description)}", help);
    }

    [Fact]
    public async Task The_program_prints_its_address_serves_and_ends_with_a_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using ChildProcess program = ChildProcess.Start(
            ["dotnet", typeof(DigitsWebCommand).Assembly.Location, "--urls", "http://127.0.0.1:0", "--model", fixture.ModelFile], Path.GetTempPath());
        string line;
        do
        {
            line = (await program.Output.ReadLineAsync().WaitAsync(ChildProcess.Timeout))!;
        }
        while (!line.StartsWith("Draw a digit at ", StringComparison.Ordinal));
        string url = line["Draw a digit at ".Length..line.IndexOf(';', StringComparison.Ordinal)];
        using HttpClient client = new();
        Assert.Contains("<title>Draw a digit</title>", await client.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Equal(0, ChildProcess.Run("kill", "-TERM", $"{program.Id}").ExitCode);
        (int exitCode, _, string error) = await program.WaitAsync();
        Assert.Equal((0, ""), (exitCode, error));
    }
}
