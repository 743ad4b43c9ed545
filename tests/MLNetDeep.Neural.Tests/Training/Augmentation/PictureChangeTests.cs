using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Augmentation;

/// <summary>Checks how the random changes are distributed.</summary>
public class PictureChangeTests
{
    private const int Draws = 4000;

    private static readonly PictureShape s_shape = new(5, 4, 3);

    // Limits of five standard deviations of the mean.
    [Fact]
    public void Changes_are_uniform_within_their_limits()
    {
        PictureChange[] changes = Draw(new()
        {
            HorizontalFlip = true, VerticalFlip = true, Rotation = 20, HorizontalShift = 2, VerticalShift = 1, Brightness = 0.3, Contrast = 0.6,
        });
        Uniform(changes.Select(change => change.FlipsColumns ? 1 : 0), 2);
        Uniform(changes.Select(change => change.FlipsRows ? 1 : 0), 2);
        Uniform(changes.Select(change => change.ColumnShift + 2), 5);
        Uniform(changes.Select(change => change.RowShift + 1), 3);
        Uniform(changes.Select(change => change.CutoutColumn), 4);
        Uniform(changes.Select(change => change.CutoutRow), 5);
        Uniform(changes.Select(change => (int)Math.Floor((change.Angle + 20) / 4)), 10);
        Uniform(changes.Select(change => (int)Math.Floor((change.Brightness - 0.7) / 0.1 - 1e-6)), 6);
        Uniform(changes.Select(change => (int)Math.Floor((change.Contrast - 0.4) / 0.2 - 1e-6)), 6);

        // The two flips are independent.
        Uniform(changes.Select(change => (change.FlipsRows ? 2 : 0) + (change.FlipsColumns ? 1 : 0)), 4);
    }

    [Fact]
    public void Without_options_nothing_changes() => Assert.All(
        Draw(new()), change => Assert.Equal(new PictureChange { CutoutColumn = change.CutoutColumn, CutoutRow = change.CutoutRow }, change));

    // Flips alone are the flips that come with all other changes.
    [Fact]
    public void An_option_does_not_affect_the_other_changes()
    {
        PictureAugmentation all = new() { HorizontalFlip = true, Rotation = 20, Brightness = 0.3, Contrast = 0.6 };
        Assert.Equal(
            Draw(all).Select(change => (change.FlipsColumns, change.Contrast)),
            Draw(new() { HorizontalFlip = true, Contrast = 0.6 }).Select(change => (change.FlipsColumns, change.Contrast)));
    }

    private static PictureChange[] Draw(PictureAugmentation options) =>
        [.. Enumerable.Range(0, Draws).Select(key => PictureChange.Draw(options, s_shape, (ulong)key))];

    private static void Uniform(IEnumerable<int> values, int count)
    {
        int[] frequencies = new int[count];
        foreach (int value in values)
        {
            frequencies[value]++;
        }

        double share = 1.0 / count;
        double limit = 5 * Math.Sqrt(Draws * share * (1 - share));
        Assert.All(frequencies, frequency => Assert.Equal(Draws * share, frequency, limit));
    }
}
