using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The base of layers that compute the maximum or the average of each window, for each channel separately.</summary>
/// <remarks>
/// <para>
/// Of a picture, y[i, j, c] is the maximum or the average of x[i·stride + u - before, j·stride + v - before, c] for u and v from 0 to the
/// pool size - 1, where <c>before</c> is the padding; see <see cref="Padding"/>. Of a sequence, y[t, c] is that of x[t·stride + u -
/// before, c]. Padding is left out: an average is divided by the number of values of the picture in the window, as in Keras and with
/// PyTorch's <c>count_include_pad=False</c>. The layers have no parameters.
/// </para>
/// <para>
/// The gradient of a maximum goes to the largest value of the window; if several are equal, to the first of them, row by row, as in
/// libtorch and TensorFlow. A maximum of values with NaN is NaN. Of a sequence with a length (<see cref="FeatureMatrix.RowLengths"/>),
/// only the values within the length are pooled, and a window without values gives 0.
/// </para>
/// </remarks>
public abstract record Pooling : LayerSpec
{
    private protected Pooling()
    {
    }

    /// <summary>Whether the layer takes the maximum of a window; otherwise the average.</summary>
    internal abstract bool TakesMaximum { get; }

    /// <summary>Whether the input is a picture, [height, width, channels]; otherwise a sequence, [time, features].</summary>
    internal abstract bool TakesPictures { get; }

    /// <summary>Places the windows on an input of this shape.</summary>
    /// <exception cref="ArgumentException">The layer does not accept the shape.</exception>
    internal PoolingShape ShapeOf(ImmutableArray<int> inputShape)
    {
        if (inputShape.Length != (TakesPictures ? 3 : 2))
        {
            string needed = TakesPictures ? "[height, width, channels]" : "[time, features]";
            throw new ArgumentException(
                $"{TypeName} needs an input of the shape {needed}, got {Shapes.Text(inputShape)}: put a Reshape layer before it.");
        }

        PoolingShape shape = TakesPictures
            ? new(HeightOf(inputShape[0]), WidthOf(inputShape[1]), inputShape[2])
            : new(WindowAxis.Of(1, 1, 1, 1, Padding.Valid), WidthOf(inputShape[0]), inputShape[1]);
        Check(shape.Height, "height");
        Check(shape.Width, TakesPictures ? "width" : "time");
        return shape;

        void Check(WindowAxis axis, string name)
        {
            if (axis.Output == 0)
            {
                throw new ArgumentException(
                    $"{TypeName} needs a {name} of {axis.Kernel} or more, its pool size, got {Shapes.Text(inputShape)}.");
            }
        }
    }

    /// <summary>Places the windows along the height of a picture.</summary>
    private protected abstract WindowAxis HeightOf(int height);

    /// <summary>Places the windows along the width of a picture, or along the time of a sequence.</summary>
    private protected abstract WindowAxis WidthOf(int width);

    /// <summary>Returns the padding if pooling layers have it.</summary>
    private protected static Padding Accept(Padding padding) =>
        Guard.Accept(padding is Padding.Valid or Padding.Same, padding, nameof(Padding), "Valid or Same");
}
