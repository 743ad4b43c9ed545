using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>How the pixels of an enlarged picture are computed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Interpolation>))]
public enum Interpolation
{
    /// <summary>Each value is repeated.</summary>
    [JsonStringEnumMemberName("nearest")]
    Nearest,

    /// <summary>
    /// Values are interpolated linearly between the middles of the four nearest pixels (TensorFlow's half-pixel centres, PyTorch's
    /// <c>align_corners=False</c>); beyond the outermost middles they are constant.
    /// </summary>
    [JsonStringEnumMemberName("bilinear")]
    Bilinear,
}
