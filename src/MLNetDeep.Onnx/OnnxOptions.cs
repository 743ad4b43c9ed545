using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Onnx;

/// <summary>Options of <see cref="OnnxNetworkExtensions"/>. Immutable.</summary>
public sealed record OnnxOptions
{
    /// <summary>The default of <see cref="Opset"/>.</summary>
    public const int DefaultOpset = 17;

    /// <summary>The lowest value of <see cref="Opset"/>: ONNX Runtime has no earlier version of the operators.</summary>
    public const int MinOpset = 7;

    /// <summary>The highest value of <see cref="Opset"/>: the newest version for which exported networks are tested.</summary>
    public const int MaxOpset = 26;

    /// <summary>The version of ONNX's standard operators.</summary>
    /// <remarks>
    /// Default: 17, which ONNX Runtime has since version 1.12. Accepted: 7 to 26. Some layers need a later version than 7; the page on ONNX
    /// says which.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The version is not accepted.</exception>
    public int Opset { get; init => field = Guard.Between(value, MinOpset, MaxOpset); } = DefaultOpset;

    /// <summary>The name of the graph's input.</summary>
    /// <remarks>Default: <c>input</c>. Accepted: not empty, and not <see cref="OutputName"/>.</remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string InputName { get; init => field = Guard.Name(value); } = "input";

    /// <summary>The name of a second input with the lengths of the rows, for networks of sequences.</summary>
    /// <remarks>
    /// The input is int64, [batch]: the number of used positions in each row, from 0 to the first dimension of the network's input. Values
    /// of the first input beyond that number have no effect. Default null: there is no such input, and each row uses all positions.
    /// Accepted: null, or a name that is not empty and neither <see cref="InputName"/> nor <see cref="OutputName"/>. Needs version 10 of
    /// the operators.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? LengthsName { get; init => field = value is null ? null : Guard.Name(value); }

    /// <summary>The name of the graph's output.</summary>
    /// <remarks>Default: <c>output</c>. Accepted: not empty, and not <see cref="InputName"/>.</remarks>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string OutputName { get; init => field = Guard.Name(value); } = "output";

    /// <summary>A description of the model for people, which tools show: ONNX's <c>doc_string</c>.</summary>
    /// <remarks>Default: empty, which writes the network's input shape and layers. Accepted: any text.</remarks>
    public string Description { get; init => field = value ?? throw new ArgumentNullException(nameof(Description)); } = "";

    /// <summary>The version of the model, a number of your own: ONNX's <c>model_version</c>.</summary>
    /// <remarks>Default: 0. Accepted: 0 or more.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 0.</exception>
    public long ModelVersion { get; init => field = Guard.NotNegative(value); }
}
