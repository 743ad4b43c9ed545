using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>How the edges of an input are padded for the windows of a convolution or pooling.</summary>
/// <remarks>The values are Keras's <c>padding</c>. In convolutions, padding is 0; in pooling, it is left out of maxima and averages.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<Padding>))]
public enum Padding
{
    /// <summary>No padding: a window lies within the input. n values give floor((n - extent) / stride) + 1 windows.</summary>
    [JsonStringEnumMemberName("valid")]
    Valid,

    /// <summary>Padding on both sides, so that n values give ceil(n / stride) windows.</summary>
    /// <remarks>
    /// As in Keras and TensorFlow, the padding in each dimension is max((ceil(n / stride) - 1)·stride + extent - n, 0) values, the
    /// smaller half before the input and the larger half after it. PyTorch does the same for strides of 1; it has no "same" padding for
    /// larger strides.
    /// </remarks>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>Padding of extent - 1 values before the input, so that a window ends at its position in time: one dimension only.</summary>
    [JsonStringEnumMemberName("causal")]
    Causal,
}
