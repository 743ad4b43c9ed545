using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

public sealed class ModelFileTests : IDisposable
{
    private const string NetworkEntry = "TransformerChain/Transform_003/Network.json";
    private const string Weights = "TransformerChain/Transform_003/Weights.safetensors";

    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The program in the fixtures folder wrote the model and its predictions with Microsoft.ML 5.0.0.
    [Fact]
    public void A_model_in_the_first_format_loads_and_yields_bitwise_equal_predictions()
    {
        MLContext ml = new();
        ITransformer model = ml.Model.Load(Path.Combine(s_fixtures, "multiclass-v1.zip"), out DataViewSchema schema);
        Assert.Equal("Image: Vector<Byte, 2, 2>, Name: String", string.Join(", ", schema));

        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(Pictures(9)));
        IEnumerable<string> lines = scored.GetColumn<string>("PredictedLabel").Zip(scored.GetColumn<float[]>("Score"))
            .Select(r => $"{r.First} {string.Join(' ', r.Second.Select(s => BitConverter.SingleToInt32Bits(s).ToString("x8")))}");
        Assert.Equal(File.ReadAllLines(Path.Combine(s_fixtures, "multiclass-v1.txt")), lines);
    }

    [Fact]
    public void A_prediction_engine_predicts_the_same_as_Transform()
    {
        MLContext ml = new();
        ITransformer model = ml.Model.Load(Path.Combine(s_fixtures, "multiclass-v1.zip"), out _);
        using PredictionEngine<Picture, Prediction> engine = ml.Model.CreatePredictionEngine<Picture, Prediction>(model);
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(Pictures(9)));
        Assert.Equal(scored.GetColumn<float[]>("Score"), Pictures(9).Select(p => engine.Predict(p).Score));
        Assert.Equal(scored.GetColumn<string>("PredictedLabel"), Pictures(9).Select(p => engine.Predict(p).PredictedLabel));
    }

    // This process has no TorchSharp. The model loads, and says what is missing before any row is read.
    [Fact]
    public void A_model_with_a_module_of_another_backend_names_what_to_register()
    {
        MLContext ml = new();
        ModuleLayer layer = new("mine", [2], [1], [new ModuleTensor("fc.weight", [1, 2], isTrainable: true)]);
        Network network = new(new NetworkSpec([2], [layer]), [new NamedTensor("fc.weight", [1, 2], [3, 4])]);
        NetworkTransformer model = new(NetworkTask.Regression, network, "Features", labelValues: null, history: null);
        ml.Model.Save(model, null, _folder.File("module.zip"));

        NetworkTransformer loaded = Assert.IsType<NetworkTransformer>(ml.Model.Load(_folder.File("module.zip"), out _));
        Assert.Equal(network.Spec, loaded.Model.Spec);
        Assert.Equal([3, 4], loaded.Model.GetWeights()[0].Values);
        IDataView rows = ml.Data.LoadFromEnumerable(Flowers.Rows(3));
        Assert.All((Action[])[() => loaded.Transform(rows), () => loaded.WithBackend(CpuBackend.Instance)], action => Assert.EndsWith(
            "Backends that support it: none. The program must have the code of the module: for a module of TorchSharp, reference the package "
            + "MLNetDeep.TorchSharp and call TorchModules.Register(\"mine\", factory) first.",
            Assert.Throws<NotSupportedException>(action).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_chain_has_the_entries_of_ML_NET_plus_our_entries_in_our_folder()
    {
        using ZipArchive archive = ZipFile.OpenRead(Save());
        Assert.Equal(
            [
                "Schema",
                "TrainingInfo/Version.txt",
                "TransformerChain/Model.key",
                "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_000/Vocabulary/Model.key",
                "TransformerChain/Transform_000/Vocabulary/Terms.txt",
                "TransformerChain/Transform_001/Model.key",
                "TransformerChain/Transform_002/Model.key",
                "TransformerChain/Transform_003/Model.key",
                NetworkEntry,
                Weights,
                "TransformerChain/Transform_004/Model.key",
            ],
            archive.Entries.Select(e => e.FullName.Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    // The zip file is valid, but the network in it differs from the saved network.
    [Theory]
    [InlineData(NetworkEntry)]
    [InlineData(Weights)]
    public void A_modified_network_throws(string entry)
    {
        string path = Save();
        Rewrite(path, entry, content =>
        {
            content[content.Length / 2] ^= 1;
            return content;
        });
        Assert.Contains("checksum", LoadFails(path).Message);
    }

    [Theory]
    [InlineData(NetworkEntry)]
    [InlineData(Weights)]
    public void Missing_entry_error_names_the_entry(string entry)
    {
        string path = Save();
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry(entry)!.Delete();
        }

        Assert.Contains($"'{Path.GetFileName(entry)}' is missing", LoadFails(path).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void A_truncated_file_throws(double fraction)
    {
        string path = Save();
        byte[] content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content[..(int)(content.Length * fraction)]);
        Assert.NotEmpty(LoadFails(path).Message);
    }

    private static float[][] Scores(ITransformer model) =>
        model.Transform(new MLContext().Data.LoadFromEnumerable(Pictures(3))).GetColumn<float[]>("Score").ToArray();

    private string Save()
    {
        MLContext ml = new(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Pictures(30));
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.Transforms.FlattenImage("Features", "Image"))
            .Append(ml.Transforms.Conversion.OneHotLabel("Vector", "Label"))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron("Vector", hiddenUnits: [4], epochs: 1))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        string path = _folder.File("model.zip");
        ml.Model.Save(model, data.Schema, path);
        return path;
    }

    private static ITransformer Load(string path) => new MLContext().Model.Load(path, out _);

    // ML.NET wraps an exception of a loader once per level of the chain.
    private static Exception LoadFails(string path)
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => Load(path));
        while (exception is TargetInvocationException { InnerException: Exception inner })
        {
            exception = inner;
        }

        Assert.True(exception is FormatException or InvalidDataException or InvalidOperationException or IOException, exception.ToString());
        return exception;
    }

    private static void Rewrite(string path, string entry, Func<byte[], byte[]> change)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        ZipArchiveEntry old = archive.GetEntry(entry)!;
        using MemoryStream content = new();
        using (Stream stream = old.Open())
        {
            stream.CopyTo(content);
        }

        old.Delete();
        using Stream changed = archive.CreateEntry(entry).Open();
        changed.Write(change(content.ToArray()));
    }

    private static Picture[] Pictures(int count) => Enumerable.Range(0, count)
        .Select(i => new Picture
        {
            Image = [(byte)(80 * (i % 3)), (byte)(i * 37 % 50), (byte)(200 - (90 * (i % 3))), 0],
            Name = new[] { "low", "middle", "höch" }[i % 3],
        })
        .ToArray();

    private sealed class Picture
    {
        [VectorType(2, 2)]
        public byte[] Image { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
