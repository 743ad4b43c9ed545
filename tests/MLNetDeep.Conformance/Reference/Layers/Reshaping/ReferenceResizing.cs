using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Padding, cropping and upsampling: each value of the output is looked up in the input.</summary>
internal abstract class ReferenceResizing<TLayer> : ReferenceLayer
    where TLayer : Resizing
{
    public override Type Layer => typeof(TLayer);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        (int height, int width, int channels) = Sizes(context.InputShape);
        (int outputHeight, int outputWidth, _) = Sizes(context.OutputShape);
        return [.. rows.Select(row =>
        {
            return (
                from y in Enumerable.Range(0, outputHeight)
                from x in Enumerable.Range(0, outputWidth)
                from channel in Enumerable.Range(0, channels)
                select Value((TLayer)layer, y, x, (height, width), (i, j) => i >= 0 && i < height && j >= 0 && j < width
                    ? row[(((i * width) + j) * channels) + channel]
                    : 0)).ToArray();
        })];
    }

    /// <summary>Returns an output value.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="y">Its row; 0 for a sequence.</param>
    /// <param name="x">Its column, or time step.</param>
    /// <param name="size">The size of the input.</param>
    /// <param name="input">Returns the value of the input at a row and a column; 0 outside.</param>
    protected abstract double Value(TLayer layer, int y, int x, Size2D size, Func<int, int, double> input);

    private static (int Height, int Width, int Channels) Sizes(ImmutableArray<int> shape) =>
        shape.Length == 3 ? (shape[0], shape[1], shape[2]) : (1, shape[0], shape[1]);
}

internal sealed class ReferenceZeroPadding1D : ReferenceResizing<ZeroPadding1D>
{
    protected override double Value(ZeroPadding1D layer, int y, int x, Size2D size, Func<int, int, double> input) => input(0, x - layer.Left);
}

internal sealed class ReferenceZeroPadding2D : ReferenceResizing<ZeroPadding2D>
{
    protected override double Value(ZeroPadding2D layer, int y, int x, Size2D size, Func<int, int, double> input) =>
        input(y - layer.Padding.Top, x - layer.Padding.Left);
}

internal sealed class ReferenceCropping1D : ReferenceResizing<Cropping1D>
{
    protected override double Value(Cropping1D layer, int y, int x, Size2D size, Func<int, int, double> input) => input(0, x + layer.Left);
}

internal sealed class ReferenceCropping2D : ReferenceResizing<Cropping2D>
{
    protected override double Value(Cropping2D layer, int y, int x, Size2D size, Func<int, int, double> input) =>
        input(y + layer.Cropping.Top, x + layer.Cropping.Left);
}

internal sealed class ReferenceUpSampling1D : ReferenceResizing<UpSampling1D>
{
    protected override double Value(UpSampling1D layer, int y, int x, Size2D size, Func<int, int, double> input) => input(0, x / layer.Size);
}

internal sealed class ReferenceUpSampling2D : ReferenceResizing<UpSampling2D>
{
    protected override double Value(UpSampling2D layer, int y, int x, Size2D size, Func<int, int, double> input)
    {
        if (layer.Interpolation == Interpolation.Nearest)
        {
            return input(y / layer.Size.Height, x / layer.Size.Width);
        }

        // The place of the middle of the new pixel among the middles of the old ones, which are at 0, 1, 2 and so on.
        double row = Math.Clamp(((y + 0.5) / layer.Size.Height) - 0.5, 0, size.Height - 1);
        double column = Math.Clamp(((x + 0.5) / layer.Size.Width) - 0.5, 0, size.Width - 1);
        int top = (int)row, left = (int)column;
        double below = row - top, right = column - left;
        return ((1 - below) * (((1 - right) * input(top, left)) + (right * input(top, left + 1))))
            + (below * (((1 - right) * input(top + 1, left)) + (right * input(top + 1, left + 1))));
    }
}
