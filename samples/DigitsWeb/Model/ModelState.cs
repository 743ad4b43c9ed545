using System.Text.Json.Serialization;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Whether there is a model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelState>))]
public enum ModelState
{
    /// <summary>The model is being read from its file.</summary>
    [JsonStringEnumMemberName("loading")]
    Loading,

    /// <summary>There is no file yet; the network is being trained.</summary>
    [JsonStringEnumMemberName("training")]
    Training,

    /// <summary>Digits can be recognised.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>There is no model, and there will be none until the server starts again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
