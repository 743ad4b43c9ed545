using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Removes rows and columns at the edges of a picture: Keras's <c>Cropping2D</c>.</summary>
/// <remarks>[32, 32, 3] becomes [28, 28, 3] with <c>new Cropping2D(2)</c>. y[i, j, c] = x[i + top, j + left, c].</remarks>
public sealed record Cropping2D : Resizing
{
    /// <summary>Creates the layer.</summary>
    /// <param name="cropping">See <see cref="Cropping"/>. Default: 0 at each edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public Cropping2D(Margins? cropping = null)
        : this(cropping ?? 0)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal Cropping2D(Margins cropping)
    {
        Cropping = Guard.Accept(
            cropping is { Top: >= 0, Bottom: >= 0, Left: >= 0, Right: >= 0 }, cropping, nameof(Cropping), "0 or more at each edge");
    }

    /// <summary>The numbers of rows and columns that are removed at the edges.</summary>
    /// <remarks>Accepted: 0 or more at each edge.</remarks>
    public Margins Cropping { get; }

    internal override bool TakesPictures => true;

    private protected override AxisChange ChangeOfHeight(int height) => new(height, -Cropping.Top, -Cropping.Bottom);

    private protected override AxisChange ChangeOfWidth(int width) => new(width, -Cropping.Left, -Cropping.Right);
}
