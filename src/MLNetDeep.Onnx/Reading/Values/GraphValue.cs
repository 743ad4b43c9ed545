using System.Collections.Immutable;

namespace MLNetDeep.Onnx;

/// <summary>What is known about a tensor of an ONNX graph while the graph is read.</summary>
internal abstract record GraphValue;

/// <summary>A constant tensor: either <see cref="Numbers"/> or <see cref="Integers"/> is there.</summary>
/// <param name="Shape">The shape; empty for a scalar.</param>
internal sealed record ConstantValue(ImmutableArray<int> Shape) : GraphValue
{
    /// <summary>The values, row-major; null if they are whole numbers. Other tensors may have the same array: nothing may write into it.</summary>
    public float[]? Numbers { get; init; }

    /// <summary>Whole numbers, row-major, in which null stands for the size of the batch; null if the values are floats.</summary>
    public ImmutableArray<long?>? Integers { get; init; }

    /// <summary>Which layer has the values as weights. The transposed tensor has the same.</summary>
    public WeightUse Use { get; init; } = new();

    /// <summary>The number of values.</summary>
    public int Count => Numbers?.Length ?? Integers!.Value.Length;

    /// <summary>The value of a tensor with one value; null if there are more, or it depends on the batch.</summary>
    public double? Scalar => Count != 1 ? null : Numbers is null ? Integers!.Value[0] : Numbers[0];

    /// <summary>Whether the tensor has floats that are all equal to a value.</summary>
    public bool IsFilledWith(float value) => Numbers is not null && !Numbers.AsSpan().ContainsAnyExcept(value);

    /// <summary>Returns a tensor of some of the values.</summary>
    /// <param name="shape">The shape of the new tensor.</param>
    /// <param name="source">Returns the index of the value for an index in the new tensor.</param>
    public ConstantValue Pick(ImmutableArray<int> shape, Func<int, int> source)
    {
        int size = shape.Aggregate(1, (product, dimension) => checked(product * dimension));
        return new(shape)
        {
            Numbers = Numbers is null ? null : [.. Enumerable.Range(0, size).Select(i => Numbers[source(i)])],
            Integers = Integers is { } integers ? [.. Enumerable.Range(0, size).Select(i => integers[source(i)])] : null,
        };
    }

    /// <summary>Creates a list of whole numbers.</summary>
    public static ConstantValue List(params long?[] integers) => new([integers.Length]) { Integers = [.. integers] };
}

/// <summary>Remembers which layer has a tensor as weights.</summary>
internal sealed class WeightUse
{
    /// <summary>The node of the layer; null if there is none yet.</summary>
    public NodeReader? Owner { get; set; }
}

/// <summary>A tensor of any shape in which all values are equal, such as the first state of a recurrent layer.</summary>
/// <param name="Value">The value.</param>
internal sealed record FilledValue(double Value) : GraphValue;

/// <summary>An output that a layer here does not have.</summary>
/// <param name="What">What it is, for messages.</param>
internal sealed record UnreadableValue(string What) : GraphValue;

/// <summary>A part of a layer normalization that is computed step by step.</summary>
/// <param name="Source">What is normalized.</param>
/// <param name="Part">Which part.</param>
/// <param name="Epsilon">What was added to the variance.</param>
internal sealed record NormalizationValue(RowsValue Source, NormalizationPart Part, double Epsilon = 0) : GraphValue;

/// <summary>The parts of a layer normalization.</summary>
internal enum NormalizationPart
{
    /// <summary>The mean of the last axis.</summary>
    Mean,

    /// <summary>The values minus the mean.</summary>
    Centred,

    /// <summary>The squares of the centred values.</summary>
    Squares,

    /// <summary>The mean of the squares.</summary>
    Variance,

    /// <summary>The variance plus epsilon.</summary>
    Denominator,

    /// <summary>The root of the variance plus epsilon.</summary>
    Deviation,

    /// <summary>One divided by that.</summary>
    InverseDeviation,
}
