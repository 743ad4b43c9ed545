using MLNetDeep.Tuning;
using MLNetDeep.Tuning.Tests;

namespace MLNetDeep.Reports.Tests;

public class TrialPictureTests
{
    private static readonly TuningOptions s_options = new() { Metric = FixedModel.Loss, Trials = 5 };

    [Fact]
    public void Each_trial_has_a_mark_in_the_panel_of_each_parameter()
    {
        FixedSearch search = new(trial => 1 + trial.Number);
        search.Space.Choice("kind", "plain", "fancy");
        TuningResult result = search.Run(s_options);
        Picture picture = Pictures.Trials(result);
        DrawnPicture drawn = new(picture);
        drawn.HasLabels("Trials: loss by parameter", "loss (lower is better)", "x", "kind", "plain", "fancy", "trial", "best: trial 0");
        (double X, double Y)[] marks = drawn.Marks(Colours.Series(0));
        Assert.Equal(5 + 5 + 1, marks.Length); // two panels, and the legend
        Assert.Equal([1, 2, 3, 4, 5], marks[..5].Select(mark => Math.Round(drawn.Y()(mark.Y), 2)));
        Assert.Equal(marks[..5].Select(mark => mark.Y), marks[5..10].Select(mark => mark.Y));

        // In the first panel, further right means a greater value of x.
        Assert.Equal(
            result.Trials.OrderBy(trial => trial.NumberOf(search.X)).Select(trial => trial.Number),
            Enumerable.Range(0, 5).OrderBy(trial => marks[trial].X));
        Assert.All(marks[5..10], mark => Assert.True(mark.X > marks[..5].Max(first => first.X)));
        Assert.StartsWith("5 trials of 2 parameters. The best is trial 0 with loss 1: x ", picture.Description, StringComparison.Ordinal);
        Assert.EndsWith("The worst has 5.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_far_from_the_others_stand_at_the_edge_and_failed_ones_are_left_out()
    {
        TuningResult result = new FixedSearch(trial => trial.Number switch { 3 => 1e6, 4 => double.NaN, int number => number }).Run(s_options);
        Picture picture = Pictures.Trials(result);
        DrawnPicture drawn = new(picture);
        Assert.Equal(3 + 1, drawn.Marks(Colours.Series(0)).Length);
        Assert.EndsWith("The worst has 1E+06. 1 trial far from the others stand at the edge. 1 trial failed.", picture.Description, StringComparison.Ordinal);

        // The best is 0, the median of 0, 1, 2 and 1,000,000 is 2, so the axis ends near 2 + 2 * 2.
        Assert.True(drawn.Texts.Where(text => text is { Anchor: "end", Shift: "0.35em" }).Max(text => DrawnPicture.Number(text.Text)) <= 7);
    }

    [Fact]
    public void The_course_of_a_random_search_has_the_best_so_far()
    {
        double[] losses = [5, 3, 4, 2, 6];
        Picture picture = Pictures.TrialProgress(new FixedSearch(trial => losses[trial.Number]).Run(s_options));
        DrawnPicture drawn = new(picture);
        drawn.HasLabels("Search: loss by trial", "trial", "best so far", "loss (lower is better)");
        Assert.Equal(losses, drawn.MarkValues(Colours.Series(0)).Select(mark => mark.Y));
        Assert.Equal([0.0, 1, 2, 3, 4], drawn.MarkValues(Colours.Series(0)).Select(mark => mark.X));
    }

    [Fact]
    public void The_course_of_successive_halving_has_a_line_for_each_promoted_trial()
    {
        TuningResult result = new FixedSearch(trial => (trial.Number + 1) / (double)trial.Epochs!)
            .Run(s_options with { Trials = 9, Strategy = new SuccessiveHalving() });
        DrawnPicture drawn = new(Pictures.TrialProgress(result));
        drawn.HasLabels("Search: loss by epochs", "epochs", "1", "3", "9", "best: trial 0");
        Assert.Equal([1, 0.33, 0.11], drawn.Curves(Colours.Series(1))[0].Select(point => Math.Round(drawn.Y()(point.Y), 2)));
        (double X, double Y)[][] others = [.. drawn.Curves(Colours.Series(0)).Where(curve => curve.Length > 1)];
        Assert.Equal(2, others.Length);
    }

    [Fact]
    public void One_trial_with_one_value_is_drawn()
    {
        TuningResult result = new FixedSearch(_ => 0).Run(s_options with { Trials = 1 });
        Assert.Equal(2, new DrawnPicture(Pictures.Trials(result)).Marks(Colours.Series(0)).Length);
        Assert.NotEmpty(Pictures.TrialProgress(result).ToInlineSvg());
        Assert.NotEmpty(Pictures.Trials(result).ToPng(PictureTheme.Dark));
    }
}
