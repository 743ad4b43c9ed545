namespace MLNetDeep.Reports.Tests;

public class ClassificationPictureTests
{
    [Fact]
    public void Bars_are_as_long_as_the_scores()
    {
        ClassScore[] scores = [new("a", 0.5, 1, 2 / 3.0, 10), new("b", 0.25, 0.75, 0.375, 4)];
        Picture picture = Pictures.ClassScores(["a", "b"], scores);
        DrawnPicture drawn = new(picture);
        Func<double, double> x = drawn.X();
        (Func<ClassScore, double> Value, int Colour)[] kinds = [(s => s.Precision, 0), (s => s.Recall, 1), (s => s.F1, 2)];
        foreach ((Func<ClassScore, double> value, int colour) in kinds)
        {
            DrawnRectangle[] bars = [.. drawn.Rectangles(Colours.Series(colour))[..^1].OrderBy(bar => bar.Y)]; // the last is the legend's
            Assert.All(bars, bar => Assert.Equal(0, x(bar.X), 0.01));
            Assert.Equal(scores.Select(score => Math.Round(value(score), 3)), bars.Select(bar => Math.Round(x(bar.Right), 3)));
        }

        drawn.HasLabels("a", "b", "precision", "recall", "F1", "0", "1", "class", "score (1 is best)");
        Assert.Equal(
            "Precision, recall and F1 of 2 classes. Mean F1: 0.521. Lowest F1: b, 0.375 (precision 0.250, recall 0.750, 4 rows). "
            + "Highest F1: a, 0.667 (precision 0.500, recall 1.000, 10 rows).",
            picture.Description);
    }

    [Fact]
    public void Of_many_classes_those_with_the_lowest_F1_are_drawn()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"class {i}")];
        Picture picture = Pictures.ClassScores(names, [.. names.Select((name, i) => new ClassScore(name, 1, 1, (i + 1) / 400.0, 1))]);
        DrawnPicture drawn = new(picture);
        Assert.Equal(100 + 1, drawn.Rectangles(Colours.Series(2)).Length); // and one in the legend
        Assert.Equal(names[..100], drawn.Texts.Where(text => text.Anchor == "end").OrderBy(text => text.Y).Select(text => text.Text));
        Assert.EndsWith("The 100 classes with the lowest F1 are drawn.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_of_thresholds_pass_through_their_points_and_have_areas_in_the_legend()
    {
        Curve curve = new("spam", [new(0, 0), new(0, 0.5), new(0.25, 0.5), new(0.25, 1), new(1, 1)], 0.875);
        Picture picture = Pictures.Roc([curve]);
        DrawnPicture drawn = new(picture);
        Assert.Equal(
            curve.Points.Select(p => (p.X, p.Y)), drawn.CurveValues(Colours.Series(0)));
        (double X, double Y)[] chance = drawn.Curves(Colours.Axis)[0];
        Assert.All(chance, point => Assert.Equal(drawn.X()(point.X), drawn.Y()(point.Y), 0.005));
        drawn.HasLabels("spam, area 0.875", "chance", "false positive rate", "true positive rate", "0", "1");
        Assert.Equal("True positive rate by false positive rate. Areas under the curves: spam 0.875.", picture.Description);

        DrawnPicture precision = new(Pictures.PrecisionRecall([curve], baseline: 0.3));
        Assert.All(precision.Curves(Colours.Axis)[0], point => Assert.Equal(0.3, precision.Y()(point.Y), 0.002));
        Assert.Contains("chance (0.300)", precision.Labels);
    }

    [Fact]
    public void Of_many_curves_the_worst_are_named()
    {
        IEnumerable<double> areas = Enumerable.Range(0, 100).Select(i => i / 100.0);
        Curve[] curves = [.. areas.Select((area, i) => new Curve($"class {i}", [new(0, 0), new(1 - area, 0.5), new(1, 1)], area))];
        Picture picture = Pictures.Roc(curves);
        DrawnPicture drawn = new(picture);
        Assert.Equal(100, Enumerable.Range(0, 6).Sum(i => drawn.Curves(Colours.Series(i)).Count(c => c.Length == 3))
            + drawn.Curves(Colours.Name(PicturePalette.Light.Grid)).Count(c => c.Length == 3));
        Assert.Contains("class 5, area 0.050", drawn.Labels);
        Assert.Contains("the other 94", drawn.Labels);
        Assert.DoesNotContain("class 6, area 0.060", drawn.Labels);
        Assert.Contains("those with the least areas: class 0 0.000, class 1 0.010, ", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_has_a_point_and_a_bar_for_each_bin_with_rows()
    {
        CalibrationBin[] bins = [new(0, 0.5, 0.2, 0.4, 30), new(0.5, 0.75, double.NaN, double.NaN, 0), new(0.75, 1, 0.9, 0.8, 10)];
        Picture picture = Pictures.Calibration(new CalibrationCurve([.. bins], 0.175)); // (30 x 0.2 + 10 x 0.1) / 40
        DrawnPicture drawn = new(picture);
        Assert.Equal([0.2, 0.9], drawn.Curves(Colours.Series(0))[0].Select(p => Rounded(drawn.X()(p.X))));
        DrawnRectangle[] bars = drawn.Rectangles(Colours.Axis);
        Assert.Equal([(0, 0.5), (0.75, 1)], bars.Select(bar => (Rounded(drawn.X()(bar.X)), Rounded(drawn.X()(bar.Right)))));
        Assert.Equal(3, bars[0].Height / bars[1].Height, 0.02);
        DrawnText[] shares = [.. drawn.Texts.Where(text => text.Anchor == "end").OrderBy(text => text.Y)];
        Assert.Equal("1", shares[0].Text); // the upper axis comes first: 1 at its top
        Func<double, double> y = at => 1 - ((at - shares[0].Y) / (shares.First(text => text.Text == "0").Y - shares[0].Y));
        Assert.Equal([0.4, 0.8], drawn.Curves(Colours.Series(0))[0].Select(p => Rounded(y(p.Y))));
        Assert.Equal(
            "Observed share by predicted probability, 40 rows in 2 bins. Expected calibration error: 0.175. "
            + "predicted 0.200, observed 0.400 (30 rows); predicted 0.900, observed 0.800 (10 rows).",
            picture.Description);
    }

    [Fact]
    public void Scores_are_counted_in_ranges()
    {
        // Ranges of 0.05: 0 and 0.049 in the first, 0.5 in the eleventh, 1 in the last.
        Picture picture = Pictures.ScoreHistogram([new("negative", [0, 0.049, 0.5, double.NaN]), new("positive", [1, 0.96, 0.97])]);
        DrawnPicture drawn = new(picture);
        Assert.Equal([(0, 2), (0.5, 1)], Bars(Colours.Series(0)));
        Assert.Equal([(0.95, 3)], Bars(Colours.Series(1)));
        Assert.Equal(
            "Scores from 0 to 1 in 20 ranges. negative: 3 rows, mean score 0.183; positive: 3 rows, mean score 0.9767. "
            + "1 value that is not finite is left out.",
            picture.Description);
        DrawnPicture equal = new(Pictures.ScoreHistogram([new("all", [5, 5])]));
        Assert.Equal(2, equal.Rectangles(Colours.Series(0)).Length); // one range, and the legend

        IEnumerable<(double, double)> Bars(string fill) => drawn.Rectangles(fill).Where(bar => bar.Bottom < 400 && bar.Width > 15)
            .Select(bar => (Rounded(drawn.X()(bar.X)), Rounded(drawn.Y()(bar.Y))));
    }

    [Fact]
    public void Nothing_to_draw_throws()
    {
        Assert.Throws<ArgumentException>("classes", () => Pictures.ClassScores([], []));
        Assert.Throws<ArgumentException>("scores", () => Pictures.ClassScores(["a"], []));
        Assert.Throws<ArgumentException>("scores", () => Pictures.ClassScores(["a"], [new("a", 1, 1, double.NaN, 1)]));
        Assert.Throws<ArgumentException>("curves", () => Pictures.Roc([]));
        Assert.Throws<ArgumentException>("curves", () => Pictures.PrecisionRecall([new("a", [new(double.NaN, 1)], 1)]));
        Assert.Throws<ArgumentOutOfRangeException>("baseline", () => Pictures.PrecisionRecall([], 1.5));
        Assert.Throws<ArgumentException>("curve", () => Pictures.Calibration(new([], double.NaN)));
        Assert.Throws<ArgumentException>("groups", () => Pictures.ScoreHistogram([new("a", [double.NaN])]));
    }

    private static double Rounded(double value) => Math.Round(value, 2);
}
