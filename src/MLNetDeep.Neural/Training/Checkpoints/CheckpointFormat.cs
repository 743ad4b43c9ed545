using System.Text.Json;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads and writes checkpoint files: safetensors with JSON in the metadata.</summary>
internal static class CheckpointFormat
{
    public const int Version = 1;

    private const string MetadataKey = "mlnetdeep.checkpoint";
    private const string OptimizerPrefix = "optimizer.";
    private const string BestPrefix = "best.";

    public static void Write(Stream destination, TrainingCheckpoint checkpoint)
    {
        List<NamedTensor> tensors =
        [
            .. checkpoint.Weights,
            .. AddPrefix(OptimizerPrefix, checkpoint.Optimizer.Tensors),
            .. AddPrefix(BestPrefix, checkpoint.BestWeights ?? []),
        ];
        string json = JsonSerializer.Serialize(checkpoint.Document, CheckpointJsonContext.Default.CheckpointDocument);
        NetworkSpec spec = NetworkSpec.FromJson(checkpoint.Document.Training.Network);
        SafetensorsWriter.Write(destination, new SafetensorsContent(
            tensors, BatchCounters.ToCounters(spec, checkpoint.BatchesTracked), new Dictionary<string, string> { [MetadataKey] = json }));
    }

    public static TrainingCheckpoint Read(Stream source)
    {
        SafetensorsContent content = SafetensorsReader.ReadAll(source);
        if (!content.Metadata.TryGetValue(MetadataKey, out string? json))
        {
            throw new InvalidDataException("The file is not a checkpoint: its metadata do not describe a training.");
        }

        try
        {
            CheckpointDocument document = JsonSerializer.Deserialize(json, CheckpointJsonContext.Default.CheckpointDocument)
                ?? throw new InvalidDataException("The checkpoint's JSON is null.");
            if (document.Version != Version)
            {
                throw new InvalidDataException($"The checkpoint has version {document.Version}; this library reads version {Version}.");
            }

            Guard.NotNegative(document.Steps, nameof(document.Steps));
            Guard.NotNegative(document.Batch, nameof(document.Batch));
            Guard.NotNegative(document.Wait, nameof(document.Wait));
            Guard.Accept(
                document.RateFactor >= 0 && double.IsFinite(document.RateFactor), document.RateFactor, nameof(document.RateFactor), "0 or more, finite");
            NetworkSpec spec = NetworkSpec.FromJson(document.Training.Network);
            List<NamedTensor> best = RemovePrefix(BestPrefix, content.Tensors);
            return new TrainingCheckpoint(
                document,
                WeightBinder.Bind(spec, content.Tensors.Where(tensor => !HasPrefix(tensor))),
                new OptimizerState(document.Steps, RemovePrefix(OptimizerPrefix, content.Tensors)),
                best.Count == 0 ? null : WeightBinder.Bind(spec, best),
                BatchCounters.Read(spec, content.Counters));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException($"The checkpoint is not valid: {exception.Message}", exception);
        }
    }

    private static IEnumerable<NamedTensor> AddPrefix(string prefix, IEnumerable<NamedTensor> tensors) =>
        tensors.Select(tensor => new NamedTensor(prefix + tensor.Name, tensor.Shape, tensor.Values));

    private static List<NamedTensor> RemovePrefix(string prefix, IEnumerable<NamedTensor> tensors) =>
    [
        .. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => new NamedTensor(tensor.Name[prefix.Length..], tensor.Shape, tensor.Values)),
    ];

    private static bool HasPrefix(NamedTensor tensor) =>
        tensor.Name.StartsWith(OptimizerPrefix, StringComparison.Ordinal) || tensor.Name.StartsWith(BestPrefix, StringComparison.Ordinal);
}
