namespace MLNetDeep.Onnx;

/// <summary>Options of <see cref="OnnxNetworkExtensions"/>. Immutable.</summary>
public sealed record OnnxOptions
{
    /// <summary>The default of <see cref="Opset"/>.</summary>
    public const int DefaultOpset = 17;

    /// <summary>The version of ONNX's standard operators. Default: 17, which ONNX Runtime has since 1.12.</summary>
    public int Opset { get; init; } = DefaultOpset;

    /// <summary>The name of the graph's input. Default: <c>input</c>.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>
    /// The name of a second input, of int64, [batch]: the number of used positions in each row, from 0 to the first dimension of the network's input.
    /// What lies beyond in the first input has no effect. Default null: there is no such input, and each row uses all positions. For networks of
    /// sequences; needs version 10 of the operators.
    /// </summary>
    public string? LengthsName { get; init; }

    /// <summary>The name of the graph's output. Default: <c>output</c>.</summary>
    public string OutputName { get; init; } = "output";
}
