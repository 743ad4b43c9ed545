using System.IO.Compression;
using System.Text;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The formats of the engine. Files without a checksum are damaged too, because with one no damage gets past it.</summary>
internal static class EngineFormats
{
    private static readonly NetworkSpec s_spec = new(
        [6], [new Dense(4, Activation.Relu), new BatchNormalization(), new Dropout(0.5), new Dense(3, Activation.Softmax)]);

    private static readonly NetworkSpec s_module = new(
        [6], [new ModuleLayer("m", [6], [3], [new("w", [3, 6], isTrainable: true), new("mean", [3], isTrainable: false)], ["batches"])]);

    private static readonly FitOptions s_options = new()
    {
        BatchSize = 8,
        Optimizer = new Adam(0.01),
        EarlyStopping = new() { RestoreBestWeights = true },
        ValidationSplit = 0.25,
        Threads = 1,
    };

    private static readonly TrainingData s_data = new(new DenseFeatures(new float[40 * 6], 6), new int[40]);

    private static readonly DataFolder s_folder = new();

    public static IReadOnlyList<FileFormat> All { get; } = [.. Create().Select(format => format with { Cases = 10_000 }), .. CreatePretrained(), .. CreateZips()];

    private static FileFormat[] Create()
    {
        Network network = new(s_spec, seed: 1);
        TrainingCheckpoint? checkpoint = null;
        network.Fit(s_data, s_options with { Epochs = 1, Callbacks = [new Snapshot(context => checkpoint = context.CreateCheckpoint())] });
        byte[] saved = Bytes(network.Save), weights = Bytes(network.SaveWeights), state = Bytes(checkpoint!.Save);
        return
        [
            new("network", saved, file => Network.Load(new MemoryStream(file))),
            new("network without a checksum", ChecksumText.Remove(saved), file => Network.Load(new MemoryStream(file))),
            new("weights without a checksum", ChecksumText.Remove(weights), file => Network.Load(s_spec, new MemoryStream(file))),
            new("checkpoint", state, file => TrainingCheckpoint.Load(new MemoryStream(file))),
            new("checkpoint without a checksum", ChecksumText.Remove(state), Resume) { IsDocumented = IsDocumentedForResuming },
            new("module in JSON", Encoding.Latin1.GetBytes(s_module.ToJson()), file => NetworkSpec.FromJson(Encoding.Latin1.GetString(file))),
            new("architecture in JSON", Encoding.Latin1.GetBytes(s_spec.ToJson()), file => NetworkSpec.FromJson(Encoding.Latin1.GetString(file))),
        ];
    }

    // Files of other programs. The pickle is also damaged inside of an intact zip, so that the zip's checksum does not detect the damage first.
    private static FileFormat[] CreatePretrained()
    {
        byte[] saved = Fixture("torch_save_types.pt"), checkpoint = Fixture("torch_save_words.pt"), safetensors = Fixture("types.safetensors");
        return
        [
            new("tensors of PyTorch", saved, ReadWeights) { Cases = 500 },
            new("checkpoint of PyTorch", checkpoint, ReadWeights) { Cases = 250 },
            new("pickle in tensors of PyTorch", TorchPickle(saved), ReadWeights, pickle => WithPickle(saved, pickle)) { Cases = 500 },
            new("safetensors of all types", safetensors, ReadWeights) { Cases = 500 },
            new("tensors of PyTorch that are no weights", Fixture("torch_save_buffers.pt"), ReadWeights) { Cases = 250 },
            new("safetensors that are no weights", Fixture("buffers.safetensors"), ReadWeights) { Cases = 500 },
        ];
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));

    private static void ReadWeights(byte[] file) => PretrainedWeights.FromFile(s_folder.Write("weights", file));

    private static byte[] TorchPickle(byte[] zip)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        using Stream stream = archive.Entries.Single(IsPickle).Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] WithPickle(byte[] zip, byte[] pickle)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        using MemoryStream changed = new();
        using (ZipArchive target = new(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream from = IsPickle(entry) ? new MemoryStream(pickle) : entry.Open();
                using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                from.CopyTo(to);
            }
        }

        return changed.ToArray();
    }

    private static bool IsPickle(ZipArchiveEntry entry) => entry.Name == "data.pkl";

    // A model file of ML.NET with the entries of a network: damaged as a whole, and each entry inside of an intact zip.
    private static FileFormat[] CreateZips()
    {
        Network network = new(s_spec, seed: 1);
        byte[] architecture = Encoding.UTF8.GetBytes(s_spec.ToJson()), weights = Bytes(network.SaveWeights);
        return
        [
            new("model zip", Zip(architecture, weights), Read),
            new("architecture in a model zip", architecture, Read, damaged => Zip(damaged, weights)),
            new("weights in a model zip", weights, Read, damaged => Zip(architecture, damaged)),
        ];
    }

    private static void Read(byte[] zip) => Network.LoadFromModel(new MemoryStream(zip));

    /// <summary>Makes a model file of ML.NET with the entries of a network.</summary>
    public static byte[] Zip(byte[] architecture, byte[] weights) => Bytes(stream =>
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, byte[] content) in new[] { ("Network.json", architecture), ("Weights.safetensors", weights) })
        {
            using Stream entry = archive.CreateEntry($"TransformerChain/Transform_000/{name}", CompressionLevel.Fastest).Open();
            entry.Write(content);
        }
    });

    // The first epoch has 4 steps: 30 of the 40 rows in batches of 8. The resumed training takes one more.
    private static void Resume(byte[] file)
    {
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(new MemoryStream(file));
        checkpoint.CreateNetwork();
        new Network(s_spec, seed: 1).Fit(s_data, s_options with { Iterations = 5, ResumeFrom = checkpoint });
    }

    private static bool IsDocumentedForResuming(Exception exception) => exception is InvalidDataException or TrainingDivergedException
        || (exception is ArgumentException && exception.Message.StartsWith("ResumeFrom is ", StringComparison.Ordinal));

    private static byte[] Bytes(Action<Stream> save)
    {
        using MemoryStream stream = new();
        save(stream);
        return stream.ToArray();
    }

    private sealed class Snapshot(Action<TrainingContext> take) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context, EpochResult result) => take(context);
    }
}
