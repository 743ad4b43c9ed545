using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Samples;

/// <summary>Writes a sample's results to a JSON file.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,

        // The F1 score of a model that calls nothing positive is NaN, which JSON has no number for; it is written as "NaN".
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the report to a file. If writing fails, an existing file remains unchanged.</summary>
    public static void Write<T>(string path, T report) =>
        OutputFile.Write(path, writer => writer.Write(JsonSerializer.Serialize(report, s_format)));
}
