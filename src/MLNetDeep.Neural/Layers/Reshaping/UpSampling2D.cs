using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Enlarges a picture by whole factors: Keras's <c>UpSampling2D</c>, PyTorch's <c>nn.Upsample</c>.</summary>
/// <remarks>
/// [7, 7, 8] becomes [14, 14, 8] with <c>new UpSampling2D(2)</c>. With <see cref="Interpolation.Nearest"/>, y[i, j, c] is x at the row i / height
/// and the column j / width, both rounded down; with <see cref="Interpolation.Bilinear"/>, it is interpolated at the row (i + ½) / height - ½ and
/// the column (j + ½) / width - ½.
/// </remarks>
public sealed record UpSampling2D : Resizing
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">See <see cref="Size"/>. Default: 2.</param>
    /// <param name="interpolation">See <see cref="Interpolation"/>. Default: nearest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public UpSampling2D(Size2D? size = null, Interpolation interpolation = Interpolation.Nearest)
        : this(size ?? 2, interpolation)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal UpSampling2D(Size2D size, Interpolation interpolation)
    {
        Size = Guard.Positive(size, nameof(Size));
        Interpolation = Guard.Defined(interpolation, nameof(Interpolation));
    }

    /// <summary>The factors of the height and the width.</summary>
    /// <remarks>Default 2; accepted: 1 or more.</remarks>
    public Size2D Size { get; }

    /// <summary>How the new pixels are computed.</summary>
    /// <remarks>Default <see cref="Interpolation.Nearest"/>.</remarks>
    public Interpolation Interpolation { get; }

    internal override bool TakesPictures => true;

    private protected override AxisChange ChangeOfHeight(int height) => Change(height, Size.Height);

    private protected override AxisChange ChangeOfWidth(int width) => Change(width, Size.Width);

    private AxisChange Change(int input, int factor) => new(input, Factor: factor, IsLinear: Interpolation == Interpolation.Bilinear);
}
