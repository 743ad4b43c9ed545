using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Augmentation;

/// <summary>Checks each change of a picture against values by hand.</summary>
public class PictureAugmenterTests
{
    // Two rows of three pixels.
    private static readonly float[] s_small = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void A_horizontal_flip_mirrors_columns() => Assert.Equal([3, 2, 1, 6, 5, 4], Change(new() { FlipsColumns = true }));

    [Fact]
    public void A_vertical_flip_mirrors_rows() => Assert.Equal([4, 5, 6, 1, 2, 3], Change(new() { FlipsRows = true }));

    [Fact]
    public void Channels_stay_together()
    {
        // One row of three pixels with two channels.
        Assert.Equal([5, 6, 3, 4, 1, 2], Change(new() { FlipsColumns = true }, new(1, 3, 2)));
        Assert.Equal([3, 4, 5, 6, 5, 6], Change(new() { ColumnShift = -1 }, new(1, 3, 2), FillMode.Nearest));

        // Three rows of one pixel.
        Assert.Equal([5, 6, 3, 4, 1, 2], Change(new() { Angle = 180 }, new(3, 1, 2)));
    }

    [Theory]
    [InlineData(FillMode.Constant, 1, new float[] { 9, 1, 2, 9, 4, 5 })]
    [InlineData(FillMode.Constant, -2, new float[] { 3, 9, 9, 6, 9, 9 })]
    [InlineData(FillMode.Nearest, 2, new float[] { 1, 1, 1, 4, 4, 4 })]
    [InlineData(FillMode.Reflect, 2, new float[] { 2, 1, 1, 5, 4, 4 })]
    [InlineData(FillMode.Reflect, -1, new float[] { 2, 3, 3, 5, 6, 6 })]
    [InlineData(FillMode.Wrap, 1, new float[] { 3, 1, 2, 6, 4, 5 })]
    [InlineData(FillMode.Wrap, -2, new float[] { 3, 1, 2, 6, 4, 5 })]
    public void A_shift_moves_columns(FillMode fill, int shift, float[] expected) =>
        Assert.Equal(expected, Change(new() { ColumnShift = shift }, fill: fill));

    [Theory]
    [InlineData(FillMode.Constant, 1, new float[] { 9, 9, 9, 1, 2, 3 })]
    [InlineData(FillMode.Nearest, -1, new float[] { 4, 5, 6, 4, 5, 6 })]
    [InlineData(FillMode.Reflect, 1, new float[] { 1, 2, 3, 1, 2, 3 })]
    [InlineData(FillMode.Wrap, 1, new float[] { 4, 5, 6, 1, 2, 3 })]
    public void A_shift_moves_rows(FillMode fill, int shift, float[] expected) =>
        Assert.Equal(expected, Change(new() { RowShift = shift }, fill: fill));

    // The flip comes first: 3 2 1 moves to the right.
    [Fact]
    public void A_flip_comes_before_a_shift() =>
        Assert.Equal([9, 3, 2, 9, 6, 5], Change(new() { FlipsColumns = true, ColumnShift = 1 }, fill: FillMode.Constant));

    [Fact]
    public void Rotations_by_right_angles_are_exact()
    {
        PictureShape square = new(3, 3, 1);
        float[] picture = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Change(new() { Angle = 90 }, square, picture: picture));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Change(new() { Angle = 180 }, square, picture: picture));
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Change(new() { Angle = -90 }, square, picture: picture));

        // An even number of rows: the centre is between pixels.
        Assert.Equal([2, 4, 1, 3], Change(new() { Angle = 90 }, new(2, 2, 1), picture: [1, 2, 3, 4]));

        // The flip comes first, the shift last.
        Assert.Equal([9, 1, 4, 9, 2, 5, 9, 3, 6], Change(new() { FlipsColumns = true, Angle = 90, ColumnShift = 1 }, square, FillMode.Constant, picture));
    }

    // The centre of the upper edge comes from the point (sin 45°, -cos 45°) beside the centre: 0.7071 to the right and upwards.
    [Fact]
    public void A_rotation_interpolates_between_pixels()
    {
        float[] picture = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        float[] rotated = Change(new() { Angle = 45 }, new(3, 3, 1), picture: picture);

        // The picture is the plane 5 + x + 3 y, which linear interpolation reproduces.
        double part = Math.Sqrt(0.5);
        Assert.Equal(5, rotated[4]);
        Assert.Equal(5 + part - (3 * part), rotated[1], 1e-4);
        Assert.Equal(5 + part + (3 * part), rotated[5], 1e-4);
        Assert.Equal(5 - part + (3 * part), rotated[7], 1e-4);
        Assert.Equal(5 - part - (3 * part), rotated[3], 1e-4);
    }

    [Fact]
    public void Brightness_multiplies_and_contrast_spreads_about_the_mean()
    {
        Assert.Equal([1.5f, 3, 4.5f, 6, 7.5f, 9], Change(new() { Brightness = 1.5f }));

        // The mean is 3.5.
        Assert.Equal([2.25f, 2.75f, 3.25f, 3.75f, 4.25f, 4.75f], Change(new() { Contrast = 0.5f }));
        Assert.Equal([4.5f, 5.5f, 6.5f, 7.5f, 8.5f, 9.5f], Change(new() { Brightness = 2, Contrast = 0.5f }));
    }

    [Theory]
    [InlineData(0, 0, new float[] { 9, 2, 3, 4, 5, 6 })]
    [InlineData(1, 2, new float[] { 1, 9, 9, 4, 9, 9 })]
    [InlineData(1, 1, new float[] { 9, 9, 3, 9, 9, 6 })]
    public void A_cutout_covers_a_square_about_its_centre(int row, int column, float[] expected) => Assert.Equal(
        expected, Change(new() { CutoutRow = row, CutoutColumn = column }, options: new() { Cutout = 2, FillValue = 9 }));

    private static float[] Change(
        PictureChange change, PictureShape? shape = null, FillMode fill = FillMode.Reflect, float[]? picture = null, PictureAugmentation? options = null)
    {
        PictureAugmenter augmenter = new(options ?? new() { Fill = fill, FillValue = 9 }, shape ?? new(2, 3, 1));
        picture ??= s_small;
        float[] changed = new float[picture.Length];
        augmenter.Apply(change, picture, changed);
        return changed;
    }
}
