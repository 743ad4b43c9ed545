using System.Text.Json;
using Digits.Tests;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.Pictures;
using Samples.Tests;

namespace Pictures.Tests;

public sealed class PicturesCommandTests : IDisposable
{
    private readonly SmallPictures _pictures = new();

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public void A_folder_with_train_and_test_trains_and_reports()
    {
        string folder = _pictures.Write("data/train", countPerClass: 10);
        _pictures.Write("data/test", countPerClass: 3);
        File.WriteAllText(Path.Combine(folder, "red", "damaged.png"), "no picture");

        SampleRun run = Run("--dataset", "folder", _pictures.File("data"), "--network", "mlp", "--epochs", "8", "--json", _pictures.File("r.json"),
            "--save", _pictures.File("m.zip"), "--report", _pictures.File("r.html"));

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("damaged.png", run.Output);
        Assert.Contains("Epoch 8/8: loss ", run.Output);
        Assert.Contains("Confusion table", run.Output);
        Assert.True(File.Exists(_pictures.File("m.zip")));
        JsonElement json = SampleRun.ReadReport(_pictures.File("r.json"));
        Assert.Equal(("folder", "mlp"), (json.GetProperty("dataSet").GetString(), json.GetProperty("network").GetString()));
        Assert.Equal(1, json.GetProperty("microAccuracy").GetDouble());
        Assert.Equal(8, json.GetProperty("epochs").GetInt32());
        Assert.Contains($"The report is in {_pictures.File("r.html")}.", run.Output);
        Assert.Equal(json.GetProperty("logLoss").GetDouble(), ReportFile.Metric(_pictures.File("r.html"), "Log-loss"), 1e-6);
        Assert.Contains("<dt>Training rows</dt><dd>30</dd>", File.ReadAllText(_pictures.File("r.html")));

        // 32 x 32 pixels of 3 channels, two hidden layers of 30 units, 3 classes.
        Assert.Equal((3072 * 30) + 30 + (30 * 30) + 30 + (30 * 3) + 3, json.GetProperty("parameters").GetInt64());
    }

    // A fifth of 30 pictures, drawn by the seed, is for testing: 6 rows in the confusion table.
    [Fact]
    public void Folders_of_classes_alone_are_split_by_the_seed()
    {
        string folder = _pictures.Write("data", countPerClass: 10);
        string[] arguments = ["--dataset", "folder", folder, "--network", "mlp", "--epochs", "1"];
        string table = TableOf(Run(arguments));
        Assert.Equal(6, CountsIn(table));
        Assert.Equal(table, TableOf(Run(arguments)));
        Assert.NotEqual(table, TableOf(Run([.. arguments, "--seed", "3"])));

        static string TableOf(SampleRun run)
        {
            Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
            return run.OutputAfter("PREDICTED");
        }
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("resnet")]
    public void Networks_of_convolutions_train_on_a_folder(string network)
    {
        string folder = _pictures.Write("data", countPerClass: 5);
        SampleRun run = Run("--dataset", "folder", folder, "--network", network, "--epochs", "1", "--size", "20", "--batch-size", "4");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("Epoch 1/1: loss ", run.Output);
    }

    // The rate rises and falls over the epochs: even a training of a single epoch must not have a rate near 0. Three colours are easy.
    [Fact]
    public void One_epoch_of_a_convolutional_network_learns()
    {
        string folder = _pictures.Write("data/train", countPerClass: 15);
        _pictures.Write("data/test", countPerClass: 5);
        SampleRun run = Run(
            "--dataset", "folder", Path.GetDirectoryName(folder)!, "--epochs", "1", "--size", "18", "--batch-size", "2", "--json", _pictures.File("r.json"));
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, SampleRun.ReadReport(_pictures.File("r.json")).GetProperty("microAccuracy").GetDouble());
    }

    // Keras's example for MNIST and TensorFlow's tutorial for CIFAR-10 print these numbers of parameters.
    [Fact]
    public void The_convolutional_networks_are_those_of_the_tutorials()
    {
        Assert.Equal(34_826, PictureNetworks.Create(NetworkKind.Conv, DataSet.Digits, [28, 28, 1], classes: 10).ParameterCount);
        Assert.Equal(122_570, PictureNetworks.Create(NetworkKind.Conv, DataSet.Cifar10, [32, 32, 3], classes: 10).ParameterCount);
    }

    // 320 and 18,496 in the convolutions, (5 x 5 x 64 + 1) x 128 and 129 x 10 in the dense layers.
    [Fact]
    public void The_convolutional_network_for_clothes_has_a_hidden_layer() =>
        Assert.Equal(225_034, PictureNetworks.Create(NetworkKind.Conv, DataSet.Fashion, [28, 28, 1], classes: 10).ParameterCount);

    // Two hidden layers of 30 units: (3072 + 1) x 30 + (30 + 1) x 30 + (30 + 1) x 10.
    [Fact]
    public void The_perceptron_for_CIFAR_10_has_two_small_hidden_layers() =>
        Assert.Equal(93_430, PictureNetworks.Create(NetworkKind.Mlp, DataSet.Cifar10, [32, 32, 3], classes: 10).ParameterCount);

    [Fact]
    public void Digits_train_and_wrong_ones_are_drawn()
    {
        using SmallDigits digits = new();
        SampleRun run = Run("--data", digits.Folder, "--network", "mlp", "--epochs", "1", "--learning-rate", "1e-7");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        string drawn = run.OutputAfter("The mistakes of which the network is most certain:");

        // A row of pixels of the value 200 and a black row below: the shade of 200 / 2 of 256 on the scale of 10 shades.
        Assert.Contains(new string('-', 28), drawn);
        Assert.Matches("true: [0-9] ", drawn);
        Assert.Matches(@"predicted: [0-9] \([0-9]+ ?%\)", drawn);
    }

    [Theory]
    [InlineData("--dataset is 'cats'; accepted: digits, fashion, cifar10, notmnist, or folder DIR.", "--dataset", "cats")]
    [InlineData("--dataset is 'folder'; accepted: digits, fashion, cifar10, notmnist, or folder DIR.", "--dataset", "folder")]
    [InlineData("--size needs --dataset folder", "--size", "40")]
    [InlineData("--data is for the other data sets", "--dataset", "folder", "x", "--data", "y")]
    [InlineData("--size is 3; accepted: 18 or more.", "--dataset", "folder", "x", "--size", "3")]
    [InlineData("--epochs is 0; accepted: 1 or more", "--epochs", "0")]
    public void An_invalid_option_reports_one_line_and_exit_code_2(string expected, params string[] arguments)
    {
        SampleRun run = Run(arguments);
        Assert.Equal((ExitCodes.InvalidOption, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.ErrorLine);
    }

    [Theory]
    [InlineData("fashion")]
    [InlineData("cifar10")]
    [InlineData("notmnist")]
    public void A_missing_data_set_reports_the_option_to_set(string dataSet)
    {
        SampleRun run = Run("--dataset", dataSet, "--data", _pictures.File("nowhere"));
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("--data", run.ErrorLine);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_reports_one_line_and_exit_code_1()
    {
        CheckFolder(_pictures.File("nowhere"), "nowhere' does not exist; it should have a folder with images for each class.");
        string one = _pictures.Write("one", countPerClass: 5);
        Directory.Delete(Path.Combine(one, "red"), recursive: true);
        Directory.Delete(Path.Combine(one, "blue"), recursive: true);
        CheckFolder(one, "The label column 'Label' has 1 class; at least 2 are needed.");
        Directory.CreateDirectory(Path.Combine(one, "yellow"));
        CheckFolder(one, "The folder of the class 'yellow' in '", "is empty; each class needs pictures.");
        CheckFolder(Path.GetDirectoryName(_pictures.Write("data/train", countPerClass: 2))!, "has a folder train but no folder test");
        string damaged = _pictures.Write("damaged", countPerClass: 5);
        foreach (string file in Directory.GetFiles(damaged, "*.png", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, "no picture");
        }

        CheckFolder(damaged, "There are no rows.");

        void CheckFolder(string folder, params string[] expected)
        {
            SampleRun run = Run("--dataset", "folder", folder, "--network", "mlp", "--epochs", "1");
            Assert.Equal(ExitCodes.Failure, run.ExitCode);
            Assert.All(expected, text => Assert.Contains(text, run.ErrorLine));
        }
    }

    [Fact]
    public void Any_value_of_any_option_ends_with_success_or_one_line()
    {
        string folder = _pictures.Write("data", countPerClass: 2);
        OddOptions.Check(
            arguments => Run(["--dataset", "folder", folder, "--network", "mlp", "--size", "18", "--epochs", "1", .. arguments]), "--data", "--save", "--json", "--report",
            "--checkpoint", "--open", "--watch");
    }

    // The ranks are threads here. The network has batch normalization and varies the pictures. Sums are added in another order than on one rank.
    [Fact]
    public async Task Ranks_give_the_result_of_one_and_the_first_alone_writes()
    {
        string folder = _pictures.Write("data", countPerClass: 10);
        File.WriteAllText(Path.Combine(folder, "red", "damaged.png"), "no picture");
        string others = Directory.CreateDirectory(_pictures.File("others")).FullName;
        string[] options = ["--dataset", "folder", folder, "--size", "18", "--epochs", "1", "--threads", "1", "--network", "resnet"];
        await RankRuns.ExecuteAsync(ranks: 1, Create, _ => [.. options, .. Files(_pictures.File("."))]);
        JsonElement alone = SampleRun.ReadReport(_pictures.File("r.json"));
        string[] outputs = await RankRuns.ExecuteAsync(
            ranks: 2, Create, rank => [.. options, .. Files(rank == 0 ? _pictures.File(".") : others)]);
        double logLoss = alone.GetProperty("logLoss").GetDouble();
        Assert.Equal(logLoss, SampleRun.ReadReport(_pictures.File("r.json")).GetProperty("logLoss").GetDouble(), 1e-3 * logLoss);
        Assert.Contains("damaged.png", outputs[0]);
        Assert.Equal("", outputs[1]);
        Assert.Empty(Directory.GetFileSystemEntries(others));

        static PicturesCommand Create(TextWriter output, TextWriter error, Func<IGradientExchange> join) =>
            new(output, error, isTerminal: false) { JoinRanks = join };

        static string[] Files(string folder) =>
        [
            "--json", Path.Combine(folder, "r.json"), "--save", Path.Combine(folder, "m.zip"), "--report", Path.Combine(folder, "r.html"),
            "--checkpoint", Path.Combine(folder, "checkpoint"),
        ];
    }

    [Fact]
    public void The_backend_can_be_chosen_in_a_build_with_TorchSharp()
    {
        string folder = _pictures.Write("data", countPerClass: 2);
        BackendOptionCheck.Check(
            backend => Run([.. backend, "--dataset", "folder", folder, "--network", "conv", "--size", "18", "--threads", "1", "--epochs", "1"]));
    }

    private static int CountsIn(string table) => table.Split('\n').TakeWhile(line => !line.Contains("Precision"))
        .Where(line => line.Contains("||")).Sum(line => line.Split("||")[1].Trim(' ', '|').Split(['|', ' '], StringSplitOptions.RemoveEmptyEntries).Sum(ParseOr0));

    private static int ParseOr0(string text) => int.TryParse(text, out int number) ? number : 0;

    private static SampleRun Run(params string[] arguments) =>
        SampleRun.Execute((output, error) => new PicturesCommand(output, error, isTerminal: false), arguments);
}
