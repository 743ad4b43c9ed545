using System.Globalization;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Numbers of rows and columns at the edges of a picture, which are added or removed.</summary>
/// <remarks>
/// As in Keras, one number is that of all edges, a pair is (height, width), and a pair of pairs is ((top, bottom), (left, right)):
/// <c>new ZeroPadding2D(1)</c>, <c>new ZeroPadding2D((1, 2))</c>, <c>new ZeroPadding2D(((0, 1), (0, 1)))</c>.
/// </remarks>
/// <param name="Top">The number of rows at the top.</param>
/// <param name="Bottom">The number of rows at the bottom.</param>
/// <param name="Left">The number of columns at the left.</param>
/// <param name="Right">The number of columns at the right.</param>
[method: JsonConstructor]
public readonly record struct Margins(int Top, int Bottom, int Left, int Right) : IFormattable
{
    /// <summary>Converts one number to equal margins.</summary>
    /// <param name="margin">The number of rows and columns at each edge.</param>
    public static implicit operator Margins(int margin) => new(margin, margin, margin, margin);

    /// <summary>Converts a pair to margins that are equal at opposite edges.</summary>
    /// <param name="margins">The number of rows at the top and the bottom, and of columns at the left and the right.</param>
    public static implicit operator Margins((int Height, int Width) margins) =>
        new(margins.Height, margins.Height, margins.Width, margins.Width);

    /// <summary>Converts a pair of pairs to margins.</summary>
    /// <param name="margins">The numbers of rows at the top and the bottom, then of columns at the left and the right.</param>
    public static implicit operator Margins(((int Top, int Bottom) Height, (int Left, int Right) Width) margins) =>
        new(margins.Height.Top, margins.Height.Bottom, margins.Width.Left, margins.Width.Right);

    /// <summary>Returns the margins as <c>((1, 1), (2, 2))</c>: top and bottom, then left and right.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Returns the margins as <c>((1, 1), (2, 2))</c>: top and bottom, then left and right.</summary>
    /// <param name="format">The format of each number; null for the usual one.</param>
    /// <param name="formatProvider">The culture of the numbers; null for the current one.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        string[] numbers = Array.ConvertAll([Top, Bottom, Left, Right], number => number.ToString(format, formatProvider));
        return $"(({numbers[0]}, {numbers[1]}), ({numbers[2]}, {numbers[3]}))";
    }
}
