using System.Globalization;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    /// <summary>The largest number of units that <see cref="Weights"/> draws.</summary>
    public const int MaxWeightUnits = 100;

    private const int WeightSide = 60;
    private const int WeightGap = 6;

    /// <summary>Draws the weights of units or filters as small images: red above 0, white at 0, blue below 0.</summary>
    /// <remarks>
    /// All images have the same scale: its ends are the greatest absolute weight and its negative, as the colour bar says.
    /// </remarks>
    /// <param name="title">The heading.</param>
    /// <param name="units">
    /// The weights of each unit as [row, column], such as those of the pixels of an image; at least one unit. The first 100 are drawn.
    /// </param>
    /// <param name="columns">The number of units in a row, at least 1. Default 10.</param>
    /// <param name="name">The picture's <see cref="Picture.Name"/>. Default <c>weights</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no units, or a unit has no weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is below 1.</exception>
    public static Picture Weights(string title, IReadOnlyList<float[,]> units, int columns = 10, string name = "weights")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (units.Count == 0 || units.Any(unit => unit.Length == 0))
        {
            throw new ArgumentException("There are no units, or a unit has no weights.", nameof(units));
        }

        return DrawWeights(title, units, columns, name, "units", channels: 1);
    }

    /// <summary>Draws the weights of units or filters that have an image for each channel of their input.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="images">The weights as [row, column], unit by unit and channel by channel.</param>
    /// <param name="columns">The number of images in a row.</param>
    /// <param name="name">The picture's <see cref="Picture.Name"/>.</param>
    /// <param name="kind">What the weights are of: "units" or "filters".</param>
    /// <param name="channels">The number of images of a unit. As many whole units as make up to 100 images are drawn, at least one.</param>
    internal static Picture DrawWeights(
        string title, IReadOnlyList<float[,]> images, int columns, string name, string kind, int channels)
    {
        int count = images.Count / channels, drawnCount = Math.Min(count, Math.Max(1, MaxWeightUnits / channels));
        float[][,] drawn = [.. images.Take(drawnCount * channels)];
        float[] finite = [.. drawn.SelectMany(unit => unit.Cast<float>()).Where(float.IsFinite)];
        ColourBar bar = new(finite.Length == 0 ? 0 : finite.Max(Math.Abs));
        TileGrid grid = new(
            [.. drawn.Select(unit => new Tile(
                new PixelImage(unit.GetLength(0), unit.GetLength(1), WeightSide, (row, column) => bar.Colour(unit[row, column])), []))],
            columns, WeightGap, leastWidth: 0, bar);
        string number = drawnCount < count
            ? string.Create(CultureInfo.InvariantCulture, $"The first {drawnCount} of {count} {kind}")
            : string.Create(CultureInfo.InvariantCulture, $"{count} {kind}");
        string parts = channels > 1 ? string.Create(CultureInfo.InvariantCulture, $" of {channels} channels") : "";
        string range = finite.Length == 0
            ? "no finite weights"
            : $"weights from {ColourBar.Format(finite.Min())} to {ColourBar.Format(finite.Max())}";
        string description = string.Create(
            CultureInfo.InvariantCulture,
            $"{number}{parts}, {drawn[0].GetLength(0)} by {drawn[0].GetLength(1)} weights each, {range}. ")
            + "Blue is negative, white is 0, red is positive.";
        return new Picture(name, title, description, grid.Width, grid.Height, palette => grid.Draw(palette, title));
    }
}
