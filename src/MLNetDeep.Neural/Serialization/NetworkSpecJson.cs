using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Writes and reads architectures as JSON: <c>{"version": 2, "inputShape": [784], "layers": [{"type": "dense", "units": 10, ...}]}</c>.
/// </summary>
internal static class NetworkSpecJson
{
    /// <summary>The version that is written. Raised when readers of the previous version could not read it.</summary>
    /// <remarks>Version 2 has more layers, activations and initializers, and dense layers with penalties and norm limits.</remarks>
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
        catch (Exception refused) when (refused is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"The network's JSON is not a valid architecture: {refused.Message}", refused);
        }
    }

    // Checked first, since other versions may have members that this one would refuse.
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

/// <summary>The content of the JSON.</summary>
internal sealed record NetworkDocument(int Version, ImmutableArray<int> InputShape, ImmutableArray<LayerSpec> Layers);

/// <summary>Serialization code generated at compile time, so that it works in trimmed and ahead-of-time compiled programs.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NetworkDocument))]
internal sealed partial class NetworkJsonContext : JsonSerializerContext;
