using System.Collections.Immutable;
using System.Text.Json;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Writes and reads architectures as JSON: <c>{"version": 2, "inputShape": [784], "layers": [{"type": "dense", "units": 10, ...}]}</c>.
/// </summary>
internal static class NetworkSpecJson
{
    /// <summary>The format version of written JSON. It increases when older readers could not read the new JSON.</summary>
    /// <remarks>Version 2 added layers, activations, initializers and modules, and the penalties and norm limits of dense layers.</remarks>
    public const int Version = 2;

    private const int OldestVersion = 1;

    public static string Write(NetworkSpec spec) =>
        JsonSerializer.Serialize(new NetworkDocument(Version, spec.InputShape, spec.Layers), NetworkJsonContext.Default.NetworkDocument);

    public static NetworkSpec Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            CheckVersion(json);
            NetworkDocument document = JsonSerializer.Deserialize(json, NetworkJsonContext.Default.NetworkDocument)
                ?? throw new InvalidDataException("The network's JSON is null.");
            return new NetworkSpec(document.InputShape, document.Layers);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException($"The network's JSON is not a valid architecture: {exception.Message}", exception);
        }
    }

    // Checked before deserialization, which would reject unknown members of a newer version with a less helpful message.
    private static void CheckVersion(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("version", out JsonElement version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number))
        {
            throw new InvalidDataException("The network's JSON has no version number.");
        }

        if (number is < OldestVersion or > Version)
        {
            throw new InvalidDataException(
                $"The network's JSON has version {number}; this library reads versions {OldestVersion} to {Version}.");
        }
    }
}

/// <summary>The members of the JSON document.</summary>
internal sealed record NetworkDocument(int Version, ImmutableArray<int> InputShape, ImmutableArray<LayerSpec> Layers);
