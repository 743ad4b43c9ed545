using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Networks in which pooling comes first, after trained weights, and last.
/// With g = dL/dy: dL/dx = the sum of g over the windows whose first largest value is x, or of g / n over the windows of n values with x.
/// </summary>
public abstract class PoolingCases<TLayer> : LayerCases
    where TLayer : Pooling
{
    public override Type Layer => typeof(TLayer);

    // In 50 steps, two values of a window come near to each other.
    public override IEnumerable<LayerCase> Cases =>
        Options.SelectMany((option, i) => Networks(option, i))
            .Select(layerCase => layerCase with { IsSmooth = !typeof(TLayer).Name.Contains("Max", StringComparison.Ordinal) });

    /// <summary>The layers to test, with the shape of their input: a small number of channels, a large one, and all options.</summary>
    protected abstract IEnumerable<(Pooling Layer, int[] Shape)> Options { get; }

    private static IEnumerable<LayerCase> Networks((Pooling Layer, int[] Shape) option, int number)
    {
        (Pooling layer, int[] shape) = option;
        string name = $"{typeof(TLayer).Name} {number}";
        yield return LayerCase.Classification(
            $"{name} in the middle",
            new([.. shape], [new LayerNormalization(), layer, new Flatten(), new Dense(3, Activation.Softmax)]));
        if (shape.Length == 2)
        {
            yield return LayerCase.Sequences(
                $"{name} of sequences with lengths",
                new([.. shape], [new LayerNormalization(), layer, new Flatten(), new Dense(3, Activation.Softmax)]));
        }

        if (number == 0)
        {
            yield return LayerCase.Classification($"{name} first", new([.. shape], [layer, new Flatten(), new Dense(3, Activation.Softmax)]));
            yield return LayerCase.Classification(
                $"{name} last", new([.. shape], [new LayerNormalization(), layer, new Flatten(), new ActivationLayer(Activation.Softmax)]));
        }
    }
}

public sealed class MaxPooling1DCases : PoolingCases<MaxPooling1D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
    [
        (new MaxPooling1D(), [5, 3]),
        (new MaxPooling1D(3, 2, Padding.Same), [6, 5]),
        (new MaxPooling1D(2, 3), [7, 19]),
    ];
}

public sealed class MaxPooling2DCases : PoolingCases<MaxPooling2D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
    [
        (new MaxPooling2D(), [5, 4, 3]),
        (new MaxPooling2D((2, 3), (1, 2), Padding.Same), [3, 4, 5]),
        (new MaxPooling2D(2), [4, 3, 19]),
    ];
}

public sealed class AveragePooling1DCases : PoolingCases<AveragePooling1D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
    [
        (new AveragePooling1D(), [5, 3]),
        (new AveragePooling1D(3, 2, Padding.Same), [6, 5]),
        (new AveragePooling1D(2, 3), [7, 19]),
    ];
}

public sealed class AveragePooling2DCases : PoolingCases<AveragePooling2D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
    [
        (new AveragePooling2D(), [5, 4, 3]),
        (new AveragePooling2D((2, 3), (1, 2), Padding.Same), [3, 4, 5]),
        (new AveragePooling2D(2), [4, 3, 19]),
    ];
}

public sealed class GlobalMaxPooling1DCases : PoolingCases<GlobalMaxPooling1D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
        [(new GlobalMaxPooling1D(), [4, 3]), (new GlobalMaxPooling1D(keepDims: true), [3, 19])];
}

public sealed class GlobalMaxPooling2DCases : PoolingCases<GlobalMaxPooling2D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
        [(new GlobalMaxPooling2D(), [3, 2, 4]), (new GlobalMaxPooling2D(keepDims: true), [2, 2, 19])];
}

public sealed class GlobalAveragePooling1DCases : PoolingCases<GlobalAveragePooling1D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
        [(new GlobalAveragePooling1D(), [4, 3]), (new GlobalAveragePooling1D(keepDims: true), [3, 19])];
}

public sealed class GlobalAveragePooling2DCases : PoolingCases<GlobalAveragePooling2D>
{
    protected override IEnumerable<(Pooling Layer, int[] Shape)> Options =>
        [(new GlobalAveragePooling2D(), [2, 3, 3]), (new GlobalAveragePooling2D(keepDims: true), [2, 2, 19])];
}
