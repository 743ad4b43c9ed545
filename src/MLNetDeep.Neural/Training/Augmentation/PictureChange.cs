using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>The changes that are made to one picture.</summary>
internal readonly record struct PictureChange()
{
    /// <summary>Whether the picture is mirrored left to right.</summary>
    public bool FlipsColumns { get; init; }

    /// <summary>Whether the picture is mirrored top to bottom.</summary>
    public bool FlipsRows { get; init; }

    /// <summary>The angle in degrees, counter-clockwise.</summary>
    public double Angle { get; init; }

    /// <summary>The number of pixels to the right.</summary>
    public int ColumnShift { get; init; }

    /// <summary>The number of pixels down.</summary>
    public int RowShift { get; init; }

    /// <summary>The factor of all values.</summary>
    public float Brightness { get; init; } = 1;

    /// <summary>The factor of the differences from the mean.</summary>
    public float Contrast { get; init; } = 1;

    /// <summary>The column of the cutout's centre.</summary>
    public int CutoutColumn { get; init; }

    /// <summary>The row of the cutout's centre.</summary>
    public int CutoutRow { get; init; }

    /// <summary>
    /// Draws the changes of a picture. The numbers of all changes are drawn, also of those that are not made, so that an option does not
    /// affect the other changes.
    /// </summary>
    public static PictureChange Draw(PictureAugmentation options, PictureShape shape, ulong key)
    {
        Xoshiro256 random = new(key);
        bool flipsColumns = random.NextInt32(2) == 1;
        bool flipsRows = random.NextInt32(2) == 1;
        return new PictureChange
        {
            FlipsColumns = flipsColumns && options.HorizontalFlip,
            FlipsRows = flipsRows && options.VerticalFlip,
            Angle = Symmetric(ref random) * options.Rotation,
            ColumnShift = random.NextInt32((2 * options.HorizontalShift) + 1) - options.HorizontalShift,
            RowShift = random.NextInt32((2 * options.VerticalShift) + 1) - options.VerticalShift,
            Brightness = (float)(1 + (Symmetric(ref random) * options.Brightness)),
            Contrast = (float)(1 + (Symmetric(ref random) * options.Contrast)),
            CutoutColumn = random.NextInt32(shape.Width),
            CutoutRow = random.NextInt32(shape.Height),
        };
    }

    // A uniform number between -1 and 1.
    private static double Symmetric(ref Xoshiro256 random) => (2 * random.NextDouble()) - 1;
}
