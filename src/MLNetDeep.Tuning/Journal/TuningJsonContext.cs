using System.Text.Json.Serialization;

namespace MLNetDeep.Tuning;

/// <summary>The forms of journals and of messages between ranks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RankMessage))]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class TuningJsonContext : JsonSerializerContext;
