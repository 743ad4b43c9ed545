using System.Text.Json;

namespace MLNetDeep.Samples;

/// <summary>Writes a sample's results to a JSON file.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>Writes the report to a file. If writing fails, an existing file remains unchanged.</summary>
    public static void Write<T>(string path, T report) =>
        OutputFile.Write(path, writer => writer.Write(JsonSerializer.Serialize(report, s_format)));
}
