using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Repeats each time step of a sequence: Keras's <c>UpSampling1D</c>.</summary>
/// <remarks>[5, 8] becomes [10, 8] with <c>new UpSampling1D(2)</c>. y[t, c] = x[t / size, c], rounded down.</remarks>
public sealed record UpSampling1D : Resizing
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">See <see cref="Size"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public UpSampling1D(int size = 2)
    {
        Size = Guard.Positive(size, nameof(Size));
    }

    /// <summary>The number of times that each time step appears in the output.</summary>
    /// <remarks>Default 2; accepted: 1 or more.</remarks>
    public int Size { get; }

    internal override bool TakesPictures => false;

    private protected override AxisChange ChangeOfWidth(int width) => new(width, Factor: Size);
}
