using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Adds rows and columns of zeros at the edges of a picture: Keras's <c>ZeroPadding2D</c>.</summary>
/// <remarks>[28, 28, 3] becomes [30, 30, 3] with <c>new ZeroPadding2D(1)</c>. y[i, j, c] = x[i - top, j - left, c], or 0 outside of x.</remarks>
public sealed record ZeroPadding2D : Resizing
{
    /// <summary>Creates the layer.</summary>
    /// <param name="padding">See <see cref="Padding"/>. Default: 1 at each edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public ZeroPadding2D(Margins? padding = null)
        : this(padding ?? 1)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal ZeroPadding2D(Margins padding)
    {
        Padding = Guard.Accept(
            padding is { Top: >= 0, Bottom: >= 0, Left: >= 0, Right: >= 0 }, padding, nameof(Padding), "0 or more at each edge");
    }

    /// <summary>The numbers of rows and columns that are added at the edges.</summary>
    /// <remarks>Accepted: 0 or more at each edge.</remarks>
    public Margins Padding { get; }

    internal override bool TakesPictures => true;

    private protected override AxisChange ChangeOfHeight(int height) => new(height, Padding.Top, Padding.Bottom);

    private protected override AxisChange ChangeOfWidth(int width) => new(width, Padding.Left, Padding.Right);
}
