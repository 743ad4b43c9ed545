using System.Globalization;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>A size in two dimensions, such as that of a kernel, a stride or a pool.</summary>
/// <remarks>
/// One number is the same size in both dimensions, and a pair is (height, width): <c>new Conv2D(32, 3)</c> and <c>new Conv2D(32, (3, 3))</c>
/// are equal.
/// </remarks>
/// <param name="Height">The size along the height.</param>
/// <param name="Width">The size along the width.</param>
[method: JsonConstructor]
public readonly record struct Size2D(int Height, int Width) : IFormattable
{
    /// <summary>Converts one number to a size that is equal in both dimensions.</summary>
    /// <param name="size">The height and the width.</param>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>Converts a pair to a size.</summary>
    /// <param name="size">The height and the width.</param>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Returns the size as <c>(3, 5)</c>: height, then width.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Returns the size as <c>(3, 5)</c>: height, then width.</summary>
    /// <param name="format">The format of each number; null for the usual one.</param>
    /// <param name="formatProvider">The culture of the numbers; null for the current one.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"({Height.ToString(format, formatProvider)}, {Width.ToString(format, formatProvider)})";
}
