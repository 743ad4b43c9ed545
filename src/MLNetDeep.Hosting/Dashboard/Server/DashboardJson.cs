using System.Text.Json.Serialization;

namespace MLNetDeep.Hosting;

/// <summary>The JSON of the page's messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunMessage))]
internal sealed partial class DashboardJson : JsonSerializerContext;
