using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The formats of the engine. Files without a checksum are damaged too, because with one no damage gets past it.</summary>
internal static class EngineFormats
{
    private static readonly NetworkSpec s_spec = new(
        [6], [new Dense(4, Activation.Relu), new BatchNormalization(), new Dropout(0.5), new Dense(3, Activation.Softmax)]);

    public static IReadOnlyList<FileFormat> All { get; } = [.. Create().Select(format => format with { Cases = 10_000 })];

    private static FileFormat[] Create()
    {
        Network network = new(s_spec, seed: 1);
        TrainingCheckpoint? checkpoint = null;
        FitOptions options = new()
        {
            Epochs = 1,
            BatchSize = 8,
            Optimizer = new Adam(0.01),
            EarlyStopping = new() { RestoreBestWeights = true },
            ValidationSplit = 0.25,
            Callbacks = [new Snapshot(context => checkpoint = context.CreateCheckpoint())],
        };
        network.Fit(new TrainingData(new DenseFeatures(new float[40 * 6], 6), new int[40]), options);
        byte[] saved = Bytes(network.Save), weights = Bytes(network.SaveWeights), state = Bytes(checkpoint!.Save);
        return
        [
            new("network", saved, file => Network.Load(new MemoryStream(file))),
            new("network without a checksum", ChecksumText.Remove(saved), file => Network.Load(new MemoryStream(file))),
            new("weights without a checksum", ChecksumText.Remove(weights), file => Network.Load(s_spec, new MemoryStream(file))),
            new("checkpoint", state, file => TrainingCheckpoint.Load(new MemoryStream(file))),
            new("checkpoint without a checksum", ChecksumText.Remove(state), file => TrainingCheckpoint.Load(new MemoryStream(file)).CreateNetwork()),
            new("architecture in JSON", Encoding.Latin1.GetBytes(s_spec.ToJson()), file => NetworkSpec.FromJson(Encoding.Latin1.GetString(file))),
        ];
    }

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
