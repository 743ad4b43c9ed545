using System.Text.Json;

namespace MLNetDeep.Samples;

/// <summary>Writes results as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>Writes the report to a file, completely or not at all.</summary>
    public static void Write<T>(string path, T report) =>
        OutputFile.Write(path, writer => writer.Write(JsonSerializer.Serialize(report, s_format)));
}
