using System.Text.Json;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

public sealed class DigitsCommandTests : IDisposable
{
    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_JSON_report_holds_the_results()
    {
        (int exitCode, string output, string error, JsonElement json) = RunWithReport("--epochs", "3");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Equal("", error);
        Assert.Equal(1, json.GetProperty("microAccuracy").GetDouble());
        Assert.Equal(1, json.GetProperty("macroAccuracy").GetDouble());
        Assert.InRange(json.GetProperty("logLoss").GetDouble(), 0, Math.Log(10) / 2); // uniform guessing has a log-loss of ln 10
        Assert.Equal(3, json.GetProperty("epochs").GetInt32());
        Assert.True(json.GetProperty("secondsPerEpoch").GetDouble() > 0);

        // Weights and biases of the layers: 784 * 128 + 128, and 128 * 10 + 10.
        Assert.Equal(101_770, json.GetProperty("parameters").GetInt64());
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("weightsSha256").GetString());
        Assert.Contains("Confusion table", output);
        Assert.Contains("true 8, predicted 8", output);
        Assert.True(File.Exists(_data.File("model.zip")));
    }

    [Fact]
    public void Redirected_output_has_one_line_per_epoch_and_no_control_characters()
    {
        string output = Run("--epochs", "2").Output;
        Assert.Contains("Epoch 1/2: loss ", output);
        Assert.Contains("Epoch 2/2: loss ", output);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n' && c != '\r');
    }

    // The untrained softmax weights are zero, so all digits tie and 0 is predicted, which is right for 1 in 10 test digits.
    [Fact]
    public void Untrained_softmax_predicts_0_for_every_digit()
    {
        JsonElement json = RunWithReport("--model", "softmax", "--iterations", "0").Json;
        Assert.Equal(0.1, json.GetProperty("microAccuracy").GetDouble());
        Assert.Equal(Math.Log(10), json.GetProperty("logLoss").GetDouble(), 1e-6);
        Assert.Equal(7850, json.GetProperty("parameters").GetInt64());
        Assert.Equal(0, json.GetProperty("epochs").GetInt32());
    }

    [Fact]
    public void The_weights_depend_on_the_seed_but_not_on_the_number_of_threads()
    {
        string WeightsHash(params string[] arguments) =>
            RunWithReport(["--epochs", "1", .. arguments]).Json.GetProperty("weightsSha256").GetString()!;

        string expected = WeightsHash("--threads", "1");
        Assert.Equal(expected, WeightsHash("--threads", "2"));
        Assert.NotEqual(expected, WeightsHash("--threads", "1", "--seed", "7"));
    }

    [Theory]
    [InlineData("--hidden", "8,8")]
    [InlineData("--hidden", "16")]
    [InlineData("--activation", "tanh")]
    [InlineData("--activation", "sigmoid")]
    [InlineData("--activation", "linear")]
    [InlineData("--dropout", "0.5")]
    [InlineData("--optimizer", "sgd")]
    [InlineData("--learning-rate", "0.01")]
    [InlineData("--batch-size", "10")]
    [InlineData("--epochs", "2")]
    [InlineData("--iterations", "2")]
    [InlineData("--model", "softmax")]
    public void Each_option_changes_the_weights(string option, string value)
    {
        string defaultHash = RunWithReport("--seed", "3", "--epochs", "1").Json.GetProperty("weightsSha256").GetString()!;
        string[] epochs = option == "--epochs" ? [] : ["--epochs", "1"];
        JsonElement json = RunWithReport(["--seed", "3", option, value, .. epochs]).Json;
        Assert.NotEqual(defaultHash, json.GetProperty("weightsSha256").GetString());
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--model", "forest")]
    [InlineData("--hidden", "8,x")]
    [InlineData("--hidden", "8,0")]
    [InlineData("--activation", "step")]
    [InlineData("--dropout", "1")]
    [InlineData("--dropout", "x")]
    [InlineData("--optimizer", "lbfgs")]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "-1", "--optimizer", "sgd")]
    [InlineData("--batch-size", "0")]
    [InlineData("--epochs", "0")]
    [InlineData("--iterations", "-1")]
    [InlineData("--threads", "0")]
    [InlineData("--seed", "1.5")]
    [InlineData("--model", "softmax", "--hidden", "8")]
    public void An_invalid_option_reports_one_line_and_exit_code_2(params string[] arguments)
    {
        SampleRun run = Run(arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.ErrorLine);
    }

    [Fact]
    public void A_missing_data_folder_reports_the_folder_and_the_option_to_set()
    {
        string folder = _data.File("nowhere");
        SampleRun run = RunWithoutDefaults("--data", folder);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains(folder, run.ErrorLine);
        Assert.Contains("--data PATH", run.ErrorLine);
    }

    // The same digits give the same weights, in whichever form they are.
    [Fact]
    public void Keras_and_KMNIST_forms_give_the_same_weights()
    {
        string[] options = ["--iterations", "2", "--json", _data.File("report.json"), "--save", _data.File("model.zip")];
        string idx = WeightsHash(_data.Folder);
        Assert.Equal(idx, WeightsHash(_data.WriteKeras()));
        Assert.Equal(idx, WeightsHash(_data.WriteKmnist()));

        string WeightsHash(string path)
        {
            SampleRun run = RunWithoutDefaults(["--data", path, .. options]);
            Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
            return SampleRun.ReadReport(_data.File("report.json")).GetProperty("weightsSha256").GetString()!;
        }
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        SampleRun run = RunWithoutDefaults("--data", _data.WriteKeras(height: 14));
        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains("has images of the type Vector<Byte, 14, 56>, but images of 28 x 28 pixels are needed", run.ErrorLine);
    }

    [Fact]
    public void A_missing_data_file_reports_its_path()
    {
        File.Delete(_data.File("t10k-labels-idx1-ubyte"));
        SampleRun run = Run();
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains(_data.File("t10k-labels-idx1-ubyte.gz"), run.ErrorLine);
    }

    [Theory]
    [InlineData("--save")]
    [InlineData("--json")]
    [InlineData("--report")]
    [InlineData("--story")]
    [InlineData("--checkpoint")]
    public void An_unwritable_output_file_is_reported_before_the_training(string option)
    {
        SampleRun run = RunWithoutDefaults("--data", _data.Folder, option, Path.Combine(_data.File("nowhere"), "file"));
        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.Contains("nowhere", run.ErrorLine);
    }

    [Fact]
    public void The_backend_can_be_chosen_in_a_build_with_TorchSharp() => BackendOptionCheck.Check(backend => Run([.. backend, "--threads", "1", "--epochs", "1"]));

    [Fact]
    public void Help_names_every_option()
    {
        (int exitCode, string output, _) = Run("--help");
        Assert.Equal(ExitCodes.Success, exitCode);
        string[] options =
        [
            "--model", "--hidden", "--activation", "--dropout", "--optimizer", "--learning-rate", "--batch-size", "--epochs",
            "--backend", "--iterations", "--seed", "--threads", "--data", "--save", "--json", "--report", "--open", "--watch", "--story",
            "--mpi", "--local-steps", "--checkpoint", "--resume",
        ];
        Assert.All(options, option => Assert.Contains(option, output));
    }

    private SampleRun Run(params string[] arguments) =>
        RunWithoutDefaults([.. arguments, "--data", _data.Folder, "--save", _data.File("model.zip")]);

    private static SampleRun RunWithoutDefaults(params string[] arguments) =>
        SampleRun.Execute((output, error) => new DigitsCommand(output, error, isTerminal: false), arguments);

    private (int ExitCode, string Output, string Error, JsonElement Json) RunWithReport(params string[] arguments)
    {
        (int exitCode, string output, string error) = Run([.. arguments, "--json", _data.File("report.json")]);
        return (exitCode, output, error, SampleRun.ReadReport(_data.File("report.json")));
    }
}
