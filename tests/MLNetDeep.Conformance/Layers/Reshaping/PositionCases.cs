using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Networks with layers that move values, after trained weights and first. The gradient of an input value is the sum of the gradients of the
/// values that it has become, times their weights.
/// </summary>
public abstract class PositionCases<TLayer> : LayerCases
    where TLayer : LayerSpec
{
    public override Type Layer => typeof(TLayer);

    public override IEnumerable<LayerCase> Cases => Options.SelectMany((option, i) => Networks(option, i));

    /// <summary>The layers to test, with the shape of their input.</summary>
    protected abstract IEnumerable<(TLayer Layer, int[] Shape)> Options { get; }

    private static IEnumerable<LayerCase> Networks((TLayer Layer, int[] Shape) option, int number)
    {
        (TLayer layer, int[] shape) = option;
        string name = $"{typeof(TLayer).Name} {number}";
        NetworkSpec middle = new([.. shape], [new LayerNormalization(), layer, new Flatten(), new Dense(3, Activation.Softmax)]);
        yield return LayerCase.Classification($"{name} in the middle", middle);
        if (layer is Resizing or SpatialDropout && shape.Length == 2)
        {
            yield return LayerCase.Sequences($"{name} of sequences with lengths", middle);
        }

        if (number == 0)
        {
            yield return LayerCase.Classification($"{name} first", new([.. shape], [layer, new Flatten(), new Dense(3, Activation.Softmax)]));
        }
    }
}

public sealed class ReshapeCases : PositionCases<Reshape>
{
    protected override IEnumerable<(Reshape Layer, int[] Shape)> Options => [(new Reshape([4, -1]), [2, 6]), (new Reshape([3, 2, 2]), [12])];
}

public sealed class PermuteCases : PositionCases<Permute>
{
    protected override IEnumerable<(Permute Layer, int[] Shape)> Options =>
        [(new Permute([2, 1]), [3, 5]), (new Permute([2, 1, 3]), [2, 3, 5]), (new Permute([3, 1, 2]), [2, 3, 4])];
}

public sealed class ZeroPadding1DCases : PositionCases<ZeroPadding1D>
{
    protected override IEnumerable<(ZeroPadding1D Layer, int[] Shape)> Options =>
        [(new ZeroPadding1D(), [3, 2]), (new ZeroPadding1D(2, 0), [4, 19])];
}

public sealed class ZeroPadding2DCases : PositionCases<ZeroPadding2D>
{
    protected override IEnumerable<(ZeroPadding2D Layer, int[] Shape)> Options =>
        [(new ZeroPadding2D(), [2, 3, 3]), (new ZeroPadding2D(((0, 1), (2, 0))), [2, 2, 17])];
}

public sealed class Cropping1DCases : PositionCases<Cropping1D>
{
    protected override IEnumerable<(Cropping1D Layer, int[] Shape)> Options => [(new Cropping1D(), [5, 3]), (new Cropping1D(0, 2), [4, 17])];
}

public sealed class Cropping2DCases : PositionCases<Cropping2D>
{
    protected override IEnumerable<(Cropping2D Layer, int[] Shape)> Options =>
        [(new Cropping2D(((0, 1), (1, 2))), [3, 5, 3]), (new Cropping2D((1, 0)), [3, 2, 17])];
}

public sealed class UpSampling1DCases : PositionCases<UpSampling1D>
{
    protected override IEnumerable<(UpSampling1D Layer, int[] Shape)> Options => [(new UpSampling1D(), [3, 3]), (new UpSampling1D(3), [2, 17])];
}

public sealed class UpSampling2DCases : PositionCases<UpSampling2D>
{
    protected override IEnumerable<(UpSampling2D Layer, int[] Shape)> Options =>
    [
        (new UpSampling2D(), [2, 2, 3]),
        (new UpSampling2D((2, 3), Interpolation.Bilinear), [2, 3, 3]),
        (new UpSampling2D((3, 1), Interpolation.Bilinear), [2, 1, 17]),
    ];
}

public sealed class SpatialDropout1DCases : PositionCases<SpatialDropout1D>
{
    protected override IEnumerable<(SpatialDropout1D Layer, int[] Shape)> Options => [(new SpatialDropout1D(0), [4, 3])];
}

public sealed class SpatialDropout2DCases : PositionCases<SpatialDropout2D>
{
    protected override IEnumerable<(SpatialDropout2D Layer, int[] Shape)> Options => [(new SpatialDropout2D(0), [2, 2, 3])];
}
