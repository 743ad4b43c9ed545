using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp;
using MLNetDeep.Trainers;

namespace MLNetDeep.Docs.Tests.Messages;

/// <summary>The page on troubleshooting has an entry for each message of an exception in the libraries, and no others.</summary>
public sealed partial class TroubleshootingTests
{
    // Messages that no caller can cause. They would show a mistake in this library.
    private static readonly HashSet<string> s_internal =
    [
        "A product cannot apply this function to its sums.",
        "A product cannot apply the derivative of this function.",
        "There is no kernel for ….",
        "Flatten passes rows through unchanged, so it is never created.",
        "Reshape passes rows through unchanged, so it is never created.",
        "… does not support slices.",
        "Layer … has no parameter '…'.",
        "The context of a network has no layer.",
        "A constant of … cannot be written.",
        "The attribute … has the type …, which cannot be written.",
        "The attribute … is a …, which ML.NET's converter does not take.",
        "The constant … has values of …, which ML.NET's converter does not take.",
        "The view stands for a component of a pipeline that is converted to ONNX. It has no rows.",
        "The transformer is only converted.",
        "A network for binary classification ends with … in its graph, and not with Sigmoid.",
        "A sequence has no height.",
        "The indices are valid.",
    ];

    // Types that only code within the library sees.
    private static readonly HashSet<string> s_internalTypes = ["DecoderFallbackException"];

    private static readonly (string Type, string Message)[] s_exceptions =
        [.. SourceMessages.Files.SelectMany(SourceMessages.Exceptions).Distinct()];

    public static TheoryData<string> Failures => [.. s_failures.Keys];

    // Calls that fail, by the entry of their message.
    private static readonly Dictionary<string, Action> s_failures = new()
    {
        ["… is …; accepted: …."] = () => new Dense(0),
        ["… is empty; accepted: a name."] = () => new NeuralNetworkOptions { LabelColumnName = "" },
        ["ClassWeights needs a classification loss; the loss is …."] =
            () => Fit(new Dense(1), new float[] { 1 }, new() { ClassWeights = [1, 2] }),
        ["… …, which …."] = () => Fit(new Dense(1), new float[] { 1 }, new() { EarlyStopping = new() }),
        ["ValidationSplit … of … rows leaves no rows for training or none for validation."] =
            () => Fit(new Dense(1), new float[] { 1 }, new() { ValidationSplit = 0.5 }),
        ["Could not find … column '…'; the input has …"] = () => Train(new { Label = 1f, Other = new float[2] }),
        ["Schema mismatch for … column '…': expected …, got …"] = () => Train(new { Label = 1f, Features = "text" }),
        ["'…' does not exist. … has …, … to … and …."] = () => new MLContext().Data.LoadCifar10("no such folder", Cifar10Split.Train),
        ["There is neither a folder nor a file '…'."] = () => new MLContext().Data.LoadImdb("nothing", ImdbSplit.Train),
        ["The folder … does not exist; it should have a folder with images for each class."] =
            () => new MLContext().Data.LoadImageFolder("nothing"),
        ["… has … columns; the network takes …."] = () => Fit(new Dense(1), new float[] { 1 }, null, new float[][] { [1, 2, 3] }),
        ["There are … … for … rows."] = () => Fit(new Dense(1), new float[] { 1, 2 }),
        ["… has the activation Softmax; accepted: on the …last layer only."] =
            () => Spec([2], new Dense(2, Activation.Softmax), new Dense(1)),
        ["Softmax needs flat rows, but the layer gives …: put a Flatten or a pooling layer before it."] =
            () => Spec([3, 2], new Dense(2, Activation.Softmax)),
        ["… needs rows of the shape [height, width, channels], got …."] = () => Spec([4], new Conv2D(1, 2)),
        ["… needs a sequence of the shape [time, features], got …"] = () => Spec([4], new LSTM(2)),
        ["… needs an input of […, …, channels] or larger for one window, got …."] = () => Spec([2, 2, 1], new Conv2D(1, 3)),
        ["Residual needs the same shape from both, but the layers give … and the …."] = () => Spec([2], new Residual([new Dense(3)])),
        ["… needs …; the network ends in …. Change the last layer, or set Loss to new …()."] =
            () => Fit(new Dense(1), new float[] { 1 }, new() { Loss = new CategoricalCrossEntropy() }),
        ["… has the label …; the network has … classes, numbered from 0."] = () => Fit(new Dense(2, Activation.Softmax), new int[] { 2 }),
        ["The loss became … in epoch …, batch …."] =
            () => Fit(new Dense(1), new float[] { 1e30f, -1e30f }, new() { Epochs = 9 }, new float[][] { [1e30f, 1], [1, 1] }),
        ["There is no folder '…', so '…' cannot be written."] =
            () => new Network(new NetworkSpec([2], [new Dense(1)])).Save("nothing/file.safetensors"),
        ["'…' cannot be loaded. …"] = () => Network.Load(Path.Combine(MarkdownPage.Root, "LICENSE")),
        ["The backend '…' does not support …, …. Backends that support it: …"] =
            () => new Network(new NetworkSpec([2], [new ModuleLayer("none", [2], [1], [new("w", [1], true)])])),
        ["The network is being trained: dispose its trainer first."] = TrainTwice,
        ["index is …; accepted: 0 or more."] = () => TorchBackend.Cuda(-1),
    };

    [Fact]
    public void Each_message_of_an_exception_has_an_entry()
    {
        HashSet<string> entries = [.. TroubleshootingPage.Messages.Concat(s_internal).Append("")];
        string[] missing = [.. s_exceptions.Select(item => item.Message).Where(message => !entries.Contains(message)).Distinct()];
        Assert.True(missing.Length == 0, $"docs/troubleshooting.md has no entry for:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Each_entry_is_in_the_sources()
    {
        HashSet<string> texts = [.. SourceMessages.Files.SelectMany(SourceMessages.AllTexts)];
        string[] gone = [.. TroubleshootingPage.Messages.Concat(s_internal).Where(entry => !texts.Contains(entry))];
        Assert.True(gone.Length == 0, $"docs/troubleshooting.md has entries for messages that no longer exist:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void Each_entry_occurs_once_and_has_a_cause_and_a_cure()
    {
        Assert.Empty(TroubleshootingPage.Messages.GroupBy(entry => entry).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(TroubleshootingPage.Rows, row => Assert.True(row is [_, { Length: > 0 }, { Length: > 0 }], row[0]));
    }

    [Fact]
    public void Each_type_of_exception_has_an_entry()
    {
        string[] types = [.. s_exceptions.Select(item => item.Type).Distinct().Except(s_internalTypes)];
        Assert.Contains(nameof(InvalidDataException), types);
        Assert.Empty(types.Where(type => type != nameof(Exception)).Except(TroubleshootingPage.Types));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_call_that_fails_has_the_message_of_its_entry(string entry)
    {
        Exception failure = Assert.ThrowsAny<Exception>(s_failures[entry]);
        string text = failure.Message.Split(" (Parameter '")[0];
        Assert.Contains(failure.GetType().Name, TroubleshootingPage.Types);
        Assert.Contains(entry, TroubleshootingPage.Messages);
        Assert.True(IsEntry(text, entry), text);
    }

    [Fact]
    public void Texts_are_read_from_code()
    {
        const string Code =
            """
            class C
            {
                Exception A() => throw new ArgumentException($"n is {_n}; " + (_n > 1 ? "many" : "few") + $" of {nameof(C.Length)}.", nameof(n));
                IOException B() => new(s_isFolder ? "a folder" : "no file");
                void D() => throw new NotSupportedException();
            }
            """;
        SyntaxNode root = CSharpSyntaxTree.ParseText(Code).GetRoot();
        Assert.Equal(
            ["ArgumentException n is …; … of Length.", "IOException a folder", "IOException no file", "NotSupportedException "],
            SourceMessages.Exceptions(root).Select(item => $"{item.Type} {item.Message}"));
    }

    // Layers put their place before the message, and trainings their advice after it.
    private static bool IsEntry(string text, string entry) =>
        TroubleshootingPage.Find(PlaceOfLayer().Replace(text, "").Split(" Try a smaller")[0]).Contains(entry);

    private static void Fit(Dense layer, Targets targets, FitOptions? options = null, float[][]? rows = null) =>
        new Network(new NetworkSpec([2], [layer])).Fit(rows ?? [[1, 2]], targets, options);

    private static void Spec(int[] inputShape, params LayerSpec[] layers) => _ = new NetworkSpec([.. inputShape], [.. layers]);

    private static void Train<T>(T row)
        where T : class
    {
        MLContext ml = new();
        ml.Regression.Trainers.LinearRegression().Fit(ml.Data.LoadFromEnumerable(new[] { row }));
    }

    [GeneratedRegex(@"^Layer \d+( \(.*?\))?: ")]
    private static partial Regex PlaceOfLayer();

    private static void TrainTwice()
    {
        Network network = new(new NetworkSpec([2], [new Dense(1)]));
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions());
        network.SetWeights(network.GetWeights());
    }
}
