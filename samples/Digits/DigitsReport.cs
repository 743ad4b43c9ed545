using System.Text.Json;

namespace MLNetDeep.Samples.Digits;

/// <summary>The results, as they are written as JSON.</summary>
internal sealed record DigitsReport(
    double MicroAccuracy,
    double MacroAccuracy,
    double LogLoss,
    double LogLossReduction,
    int Epochs,
    int Iterations,
    double SecondsPerEpoch,
    long Parameters,
    string WeightsSha256)
{
    private static readonly JsonSerializerOptions s_format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Writes the file under a temporary name and moves it into place.</summary>
    public void Write(string path)
    {
        string temporary = path + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, s_format));
        File.Move(temporary, path, overwrite: true);
    }
}
