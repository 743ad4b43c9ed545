using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Removes time steps at the ends of a sequence: Keras's <c>Cropping1D</c>.</summary>
/// <remarks>[8, 8] becomes [5, 8] with <c>new Cropping1D(1, 2)</c>.</remarks>
public sealed record Cropping1D : Resizing
{
    /// <summary>Creates the layer, with the same number at both ends.</summary>
    /// <param name="cropping">The number of time steps at each end: 0 or more. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0.</exception>
    public Cropping1D(int cropping = 1)
        : this(cropping, cropping)
    {
    }

    /// <summary>Creates the layer.</summary>
    /// <param name="left">See <see cref="Left"/>.</param>
    /// <param name="right">See <see cref="Right"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    [JsonConstructor]
    public Cropping1D(int left, int right)
    {
        Left = Guard.NotNegative(left, nameof(Left));
        Right = Guard.NotNegative(right, nameof(Right));
    }

    /// <summary>The number of time steps that are removed before the first.</summary>
    /// <remarks>Accepted: 0 or more.</remarks>
    public int Left { get; }

    /// <summary>The number of time steps that are removed after the last.</summary>
    /// <remarks>Accepted: 0 or more.</remarks>
    public int Right { get; }

    internal override bool TakesPictures => false;

    private protected override AxisChange ChangeOfWidth(int width) => new(width, -Left, -Right);
}
