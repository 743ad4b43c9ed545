using System.Text.Json;
using MLNetDeep.Neural;

namespace MLNetDeep.Hosting.Tests.Dashboard;

/// <summary>A run as a client has seen it: the last message and the series put together.</summary>
internal sealed class SeenRun
{
    private JsonElement _last;

    public int Messages { get; private set; }

    public List<JsonElement> Epochs { get; } = [];

    /// <summary>Batches, loss and learning rate of each point.</summary>
    public List<double?[]> Points { get; } = [];

    public string State => _last.GetProperty("state").GetString()!;

    public string? Message => Text("message");

    public string? SaveMessage => Text("saveMessage");

    public string? Summary { get; private set; }

    public JsonElement this[string name] => _last.GetProperty(name);

    public bool Has(string name) => _last.TryGetProperty(name, out _);

    public void Apply(JsonElement message)
    {
        Messages++;
        _last = message;
        Summary ??= Text("summary");
        Append(Epochs, "epochSeries", item => item);
        Append(Points, "pointSeries", item => [.. item.EnumerateArray().Select(
            value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble())]);
    }

    /// <summary>The value of a metric after an epoch, counted from 0; null if there is none.</summary>
    public double? Value(int epoch, TrainingMetric metric) =>
        Epochs[epoch].GetProperty("values").TryGetProperty($"{metric}", out JsonElement value) ? value.GetDouble() : null;

    private string? Text(string name) => _last.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private void Append<T>(List<T> items, string name, Func<JsonElement, T> convert)
    {
        if (_last.TryGetProperty(name, out JsonElement series))
        {
            int from = series.GetProperty("from").GetInt32();
            Assert.InRange(from, 0, items.Count);
            items.RemoveRange(from, items.Count - from);
            items.AddRange(series.GetProperty("items").EnumerateArray().Select(convert));
        }
    }
}
