using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The architecture as JSON: <c>{"version": 2, "inputShape": [784], "layers": [{"type": "dense", "units": 10, ...}]}</c>.</summary>
internal static class NetworkSpecJson
{
    /// <summary>Raised when a reader of the former version could not understand what is written.</summary>
    /// <remarks>2: more layers, activations and initializers; penalties and limits of dense layers.</remarks>
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

    // Before anything else, since another version may hold members that this one would call errors.
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

/// <summary>What the JSON holds.</summary>
internal sealed record NetworkDocument(int Version, ImmutableArray<int> InputShape, ImmutableArray<LayerSpec> Layers);

/// <summary>Serialization made at compile time, so that it works trimmed and ahead-of-time compiled.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NetworkDocument))]
internal sealed partial class NetworkJsonContext : JsonSerializerContext;
