using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Neural;
using MLNetDeep.Samples.AotScoring;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace AotScoring.Tests;

/// <summary>Tests the program in this process: options, files, and a model zip beside ML.NET.</summary>
public sealed class ScoringCommandTests : IDisposable
{
    private const int Side = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("scoring-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Scores_and_labels_of_a_model_zip_are_those_of_ML_NET()
    {
        MLContext ml = new(seed: 1);
        Picture[] pictures = [.. Enumerable.Range(0, 30).Select(i => new Picture
        {
            Image = [.. Enumerable.Range(0, Side * Side).Select(k => (byte)((k % 3 == i % 3 ? 150 : 20) + ((i * 7) + k) % 60))],
            Name = new[] { "a", "b", "c" }[i % 3],
        })];
        IDataView rows = ml.Data.LoadFromEnumerable(pictures);
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [6], epochs: 20))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(rows);
        ml.Model.SaveSafely(model, rows.Schema, PathOf("model.zip"));
        File.WriteAllBytes(PathOf("pictures.idx"), [0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, Side, 0, 0, 0, Side, .. pictures.SelectMany(picture => picture.Image)]);
        File.WriteAllBytes(PathOf("pictures.gz"), Gzip(File.ReadAllBytes(PathOf("pictures.idx"))));
        File.WriteAllLines(PathOf("pictures.csv"), pictures.Select(picture => string.Join(',', picture.Image)));

        IDataView scored = model.Transform(rows);
        string expected = string.Concat(scored.GetColumn<string>("PredictedLabel").Zip(scored.GetColumn<float[]>("Score"))
            .Select(row => $"{row.First},{string.Join(',', row.Second.Select(score => score.ToString(CultureInfo.InvariantCulture)))}{Environment.NewLine}"));
        foreach (string file in new[] { "pictures.idx", "pictures.gz", "pictures.csv" })
        {
            (int exitCode, string output, string error) = Run([PathOf("model.zip"), PathOf(file), "--scale", "1/255", "--labels", "a,b,c"]);
            Assert.Equal((0, "", expected), (exitCode, error, output));
        }
    }

    [Fact]
    public void Rows_come_from_the_standard_input_and_labels_are_numbers_by_default()
    {
        // Two classes with the logits x0 and 2: the second class wins where x0 is below 2.
        Network network = new(
            new NetworkSpec([2], [new Dense(2, Activation.Softmax)]), [new NamedTensor("0.weight", [2, 2], [1, 0, 0, 0]), new NamedTensor("0.bias", [2], [0, 2])]);
        network.Save(PathOf("network"));
        (int exitCode, string output, _) = Run([PathOf("network")], "2,7\n\n0,7\n3,0\n");
        double p = 1 / (1 + Math.Exp(-1));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 3), (exitCode, lines.Length));
        Assert.Equal(["0", "1", "0"], lines.Select(line => line.Split(',')[0]));
        Assert.Equal(p, double.Parse(lines[2].Split(',')[1], CultureInfo.InvariantCulture), 1e-6);
    }

    [Fact]
    public void Indices_may_be_fewer_than_the_network_takes_and_a_single_output_has_no_label()
    {
        NamedTensor table = new("0.weight", [4, 1], [0, 1, 10, 100]);
        Network network = new(new NetworkSpec([3], [new Embedding(4, 1, maskZero: false), new GlobalAveragePooling1D()]), [table]);
        network.Save(PathOf("network"));
        (int exitCode, string output, string error) = Run([PathOf("network")], "1,2,3\n1,3\n");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(["37", "50.5"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
        Assert.Equal((1, "Standard input, line 1: 4 indices; the network takes up to 3."), ErrorOf([PathOf("network")], "1,2,3,1"));
        Assert.Equal((1, "Standard input, line 1: 1.5 is not an index, but the network takes indices."), ErrorOf([PathOf("network")], "1.5"));
        Assert.Equal(1, ErrorOf([PathOf("network")], "4").ExitCode);
    }

    [Fact]
    public void Whatever_is_wrong_is_reported_as_one_line()
    {
        new Network(new NetworkSpec([2], [new Dense(2)])).Save(PathOf("network"));
        File.WriteAllBytes(PathOf("short.idx"), [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3]);
        File.WriteAllBytes(PathOf("floats.idx"), [0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
        File.WriteAllBytes(PathOf("large.idx"), [0, 0, 8, 3, 0, 0, 0, 2, 127, 0, 0, 0, 127, 0, 0, 0]);
        string network = PathOf("network");
        Assert.All(
            ((string[] Arguments, int ExitCode, string Message)[])
            [
                ([], 2, "0 files are named; accepted: the model and, if not from the standard input, the rows. See --help."),
                (["a", "b", "c"], 2, "3 files are named;"),
                ([""], 2, "The path of a file is empty."),
                ([network, "--nonsense"], 2, "There is no option '--nonsense': --help lists them."),
                ([network, "--scale"], 2, "--scale needs a value."),
                ([network, "--scale", "1/0"], 2, "--scale is '1/0'; accepted: a number or a fraction such as 1/255, finite and not 0."),
                ([network, "--scale", "NaN"], 2, "--scale is 'NaN'; accepted:"),
                ([network, "--network", "-1"], 2, "--network is '-1'; accepted: a whole number from 0 on."),
                ([network, "--network", "1"], 2, "--network is 1, but"),
                ([network, "--labels", "a,b"], 2, "--labels has 2 names, but the network has no classes."),
                ([PathOf("none")], 1, "none"),
                ([_folder], 1, ""),
                ([network, PathOf("none")], 1, "none"),
                ([network, PathOf("short.idx")], 1, "picture 1: the file ends here, but it has 2 pictures by its header."),
                ([network, PathOf("floats.idx")], 1, "is not an IDX file of bytes: its first number is 0x00000D01"),
                ([network, PathOf("large.idx")], 1, "pictures of 2130706432 bytes; accepted: 1 to 16777216."),
            ],
            item =>
            {
                (int exitCode, string line) = ErrorOf(item.Arguments);
                Assert.Equal(item.ExitCode, exitCode);
                Assert.Contains(item.Message, line, StringComparison.Ordinal);
            });
        Assert.Equal((1, "Standard input, line 2: 'x' is not a number."), ErrorOf([network], "1,2\nx,1\n"));
        Assert.Contains("--scale S", Run(["--help"]).Output, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Line) ErrorOf(string[] arguments, string input = "")
    {
        (int exitCode, _, string error) = Run(arguments, input);
        return (exitCode, Assert.Single(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)));
    }

    private static (int ExitCode, string Output, string Error) Run(string[] arguments, string input = "")
    {
        using StringWriter output = new(), error = new();
        int exitCode = new ScoringCommand(new StringReader(input), output, error, started: 0).Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream gzip = new();
        using (GZipStream stream = new(gzip, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return gzip.ToArray();
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private sealed class Picture
    {
        [VectorType(Side, Side)]
        public byte[] Image { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
