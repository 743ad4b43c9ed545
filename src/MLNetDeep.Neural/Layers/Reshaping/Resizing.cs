using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The base of layers that change the number of positions of a sequence or picture by padding, cropping or repeating.</summary>
/// <remarks>
/// If a sequence has a length (<see cref="FeatureMatrix.RowLengths"/>), its length changes as the time of a sequence without further
/// values would.
/// </remarks>
public abstract record Resizing : LayerSpec
{
    private protected Resizing()
    {
    }

    /// <summary>Whether the input is a picture, [height, width, channels]; otherwise a sequence, [time, features].</summary>
    internal abstract bool TakesPictures { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        (AxisChange height, AxisChange width) = Changes(inputShape);
        ImmutableArray<int> shape = TakesPictures ? [height.Output, width.Output, inputShape[^1]] : [width.Output, inputShape[^1]];
        if (shape.Contains(0))
        {
            throw new ArgumentException(
                $"{TypeName} leaves nothing of an input of the shape {Shapes.Text(inputShape)}: it needs more than it removes along each axis.");
        }

        Shapes.Size(shape, $"The output of {TypeName} for an input of {Shapes.Text(inputShape)},");
        return shape;
    }

    /// <summary>
    /// Returns the changes along the height and the width of a picture; a sequence is one of height 1, and its width is the time.
    /// </summary>
    /// <exception cref="ArgumentException">The layer does not accept the shape.</exception>
    internal (AxisChange Height, AxisChange Width) Changes(ImmutableArray<int> inputShape)
    {
        if (inputShape.Length != (TakesPictures ? 3 : 2))
        {
            string needed = TakesPictures ? "[height, width, channels]" : "[time, features]";
            throw new ArgumentException(
                $"{TypeName} needs an input of the shape {needed}, got {Shapes.Text(inputShape)}: put a Reshape layer before it.");
        }

        return TakesPictures
            ? (ChangeOfHeight(inputShape[0]), ChangeOfWidth(inputShape[1]))
            : (new AxisChange(1), ChangeOfWidth(inputShape[0]));
    }

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) =>
        TakesPictures ? null : ChangeOfWidth(inputShape[0]).LengthOf(inputLength);

    private protected virtual AxisChange ChangeOfHeight(int height) => new(height);

    private protected abstract AxisChange ChangeOfWidth(int width);
}
