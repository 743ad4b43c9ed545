using System.Text.Json;

namespace MLNetDeep.Samples;

/// <summary>Writes results as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Writes the file under a temporary name and moves it into place.</summary>
    public static void Write<T>(string path, T report)
    {
        string temporary = path + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(report, s_format));
        File.Move(temporary, path, overwrite: true);
    }
}
