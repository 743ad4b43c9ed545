using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Tests;

public class FunctionPictureTests
{
    private static readonly double[] s_actual = [1, 2, 3, double.NaN], s_predicted = [1.5, 2, 2, 1];

    [Fact]
    public void Predicted_and_true_values_are_marks_beside_the_line_of_equality()
    {
        // Squared errors 0.25, 0 and 1: their mean is 0.41667, its root 0.6455. The variance is 2/3, so R squared is 0.375.
        Picture picture = Pictures.PredictedAgainstTrue(s_actual, s_predicted);
        DrawnPicture drawn = new(picture);
        Assert.Equal([(1, 1.5), (2, 2), (3, 2)], drawn.MarkValues(Colours.Series(0)));
        Assert.All(drawn.Curves(Colours.Axis)[0], point => Assert.Equal(drawn.X()(point.X), drawn.Y()(point.Y), 0.01));
        Assert.Equal(
            "Predicted by true value, 3 rows. Root mean squared error: 0.6455. R squared: 0.375. "
            + "True values from 1 to 3, predicted from 1.5 to 2. 1 value that is not finite is left out.",
            picture.Description);
    }

    [Fact]
    public void Residuals_are_true_minus_predicted()
    {
        // -0.5, 0 and 1: the mean is 1/6, the standard deviation the root of 0.41667 - 1/36, 0.6236.
        Picture picture = Pictures.Residuals(s_actual, s_predicted);
        DrawnPicture drawn = new(picture);
        Assert.Equal([(1.5, -0.5), (2, 0), (2, 1)], drawn.MarkValues(Colours.Series(0)));
        Assert.All(drawn.Curves(Colours.Axis)[0], point => Assert.Equal(0, drawn.Y()(point.Y), 0.01));
        Assert.Contains(
            "Mean residual: 0.1667, standard deviation: 0.6236, from -0.5 to 1.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_rows_some_are_drawn_and_all_are_counted()
    {
        // All errors are -1 but one of -101, whose row is not drawn. The mean square is (4,999 + 10,201) / 5,000 = 3.04, the mean -1.02.
        double[] actual = [.. Enumerable.Range(0, 5000).Select(i => (double)i)];
        double[] predicted = [.. actual.Select(value => value == 1 ? 102 : value + 1)];
        Picture picture = Pictures.PredictedAgainstTrue(actual, predicted), residuals = Pictures.Residuals(actual, predicted);
        Assert.All(new DrawnPicture(picture).MarkValues(Colours.Series(0)), mark => Assert.Equal(1, mark.Y - mark.X, 1.0));
        Assert.StartsWith(
            "Predicted by true value, 5,000 rows. Root mean squared error: 1.744.", picture.Description, StringComparison.Ordinal);
        Assert.EndsWith("from 1 to 5000. 2,000 of 5,000 rows are drawn.", picture.Description, StringComparison.Ordinal);
        Assert.EndsWith(
            "Mean residual: -1.02, standard deviation: 1.414, from -101 to -1. 2,000 of 5,000 rows are drawn.",
            residuals.Description,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_rows_one_in_each_small_square_is_drawn()
    {
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble())];
        (double X, double Y)[] marks = new DrawnPicture(Pictures.PredictedAgainstTrue(values, values)).Marks(Colours.Series(0));
        Assert.InRange(marks.Length, 100, 400); // about 450 pixels of the diagonal, in squares of 4
    }

    [Fact]
    public void Words_have_bars_to_the_side_of_their_sign_with_the_greatest_on_top()
    {
        Picture picture = Pictures.WordContributions([("dull", -2), ("fine", 1), ("<b>", 0.5), ("?", double.NaN)]);
        DrawnPicture drawn = new(picture);
        DrawnRectangle[] raising = [.. drawn.Rectangles(Colours.Series(0)).Where(bar => bar.Bottom < 110).OrderBy(bar => bar.Y)];
        Assert.Equal([(0, 1), (0, 0.5)], raising.Select(bar => (Rounded(drawn.X()(bar.X)), Rounded(drawn.X()(bar.Right)))));
        DrawnRectangle lowering = drawn.Rectangles(Colours.Series(1)).OrderBy(bar => bar.Y).First();
        Assert.Equal((-2, 0), (Rounded(drawn.X()(lowering.X)), Rounded(drawn.X()(lowering.Right))));
        IEnumerable<DrawnText> labels = drawn.Texts.Where(text => text.Anchor == "end").OrderBy(text => text.Y);
        Assert.Equal(["fine", "<b>", "dull"], labels.Select(text => text.Text));
        Assert.Equal("Contributions to the score: fine 1, <b> 0.5, dull -2. 1 value that is not finite is left out.", picture.Description);
    }

    [Fact]
    public void Of_many_words_the_strongest_are_drawn()
    {
        Picture picture = Pictures.WordContributions([.. Enumerable.Range(1, 60).Select(i => ($"word{i}", i % 2 == 0 ? (double)i : -i))]);
        string[] words = [.. new DrawnPicture(picture).Texts.Where(text => text.Anchor == "end").Select(text => text.Text)];
        Assert.Equal(Enumerable.Range(21, 40).Select(i => $"word{i}").Order(), words.Order());
    }

    [Fact]
    public void A_fitted_curve_is_drawn_over_its_data()
    {
        ChartPoint[] data = [new(0, 1), new(2, 3)], fit = [new(0, 1), new(1, 4), new(2, 2)], truth = [new(0, 0), new(1, 1), new(2, 0)];
        Picture picture = Pictures.FittedCurve("f", data, fit, truth);
        DrawnPicture drawn = new(picture);
        Assert.Equal([(0, 1), (2, 3)], drawn.MarkValues(Colours.Series(1)));
        Assert.Equal([(0, 1), (1, 4), (2, 2)], drawn.CurveValues(Colours.Series(0)));
        Assert.Equal([0, 1, 0], drawn.Curves(Colours.Series(2))[0].Select(p => Rounded(drawn.Y()(p.Y))));
        Assert.Equal(
            "2 points of data and a curve: fit from 1 to 2, lowest 1 at 0, highest 4 at 1. "
            + "Truth from 0 to 0, lowest 0 at 0, highest 1 at 1.",
            picture.Description);
    }

    // The last row is at the top. The values -1, 0 and 3 are at 0, 1/4 and 1 of the scale: its colours 0, 5 and 20.
    [Theory]
    [InlineData(PictureTheme.Light)]
    [InlineData(PictureTheme.Dark)]
    public void The_cells_of_a_surface_have_the_colours_of_their_values(PictureTheme theme)
    {
        double[,] first = { { -1, 0, 3 }, { 0, double.NaN, -1 } }, second = { { 3, 3, 3 }, { 3, 3, 3 } };
        Picture picture = Pictures.Surface("s", (10, 30), (0, 1), ("left", first), ("right", second));
        DrawnPicture drawn = new(picture, theme);
        System.Collections.Immutable.ImmutableArray<OxyPlot.OxyColor> scale = PicturePalette.Of(theme).Scale;
        DrawnRectangle[] cells = drawn.Rectangles();
        Assert.Equal(11, cells.Length);
        DrawnText[] ticks = [.. drawn.Texts.Where(text => text.Text is "10" or "20" or "30").OrderBy(text => text.X)];
        DrawnText[] rows = [.. drawn.Texts.Where(text => text is { Anchor: "end", Text: "0" or "1" })];
        Assert.Equal([0, 5, 20], Row("0"));
        Assert.Equal([5, null, 0], Row("1"));
        Assert.Equal(6, cells.Count(cell => cell.Fill == Colours.Name(scale[20]) && cell.X > ticks[2].X));
        drawn.HasLabels("left", "right", "x", "y", "value");
        Assert.Equal(
            "2 heat maps of 3 x 2 values, x from 10 to 30, y from 0 to 1. left from -1 to 3; right from 3 to 3. "
            + "1 value that is not finite is left out.",
            picture.Description);

        IEnumerable<int?> Row(string label) => ticks.Take(3)
            .Select(tick => cells.SingleOrDefault(cell => cell.Contains(tick.X, rows.Single(row => row.Text == label).Y)))
            .Select(cell => cell is null ? null : (int?)scale.IndexOf(Parse(cell.Fill)));
        OxyPlot.OxyColor Parse(string fill) => scale.Single(colour => Colours.Name(colour) == fill);
    }

    [Fact]
    public void A_large_surface_is_drawn_as_means()
    {
        double[,] values = new double[100, 128];
        for (int i = 0; i < values.Length; i++)
        {
            values[i / 128, i % 128] = i % 2 == 0 ? 0 : 10; // so each mean of two columns and two rows is 5: the scale's middle
        }

        DrawnRectangle[] cells = new DrawnPicture(Pictures.Surface("s", (0, 1), (0, 1), ("f", values))).Rectangles();
        Assert.Equal(50 * 64, cells.Length);
        Assert.All(cells, cell => Assert.Equal(Colours.Name(PicturePalette.Light.Scale[10]), cell.Fill));
    }

    [Fact]
    public void The_range_test_has_a_logarithmic_axis_and_a_line_at_the_suggested_rate()
    {
        float[] inputs = [.. Enumerable.Range(0, 64).Select(i => i / 64f)], targets = [.. inputs.Select(x => 3 * x)];
        LearningRateRangeResult result = LearningRateRangeTest.Run(
            new Network(new NetworkSpec([1], [new Dense(1)]), 1), new TrainingData(new DenseFeatures(inputs, 1), new DenseTargets(targets)),
            new FitOptions { Optimizer = new Sgd(0.1), Loss = new MeanSquaredError(), BatchSize = 16, Seed = 1 });
        Picture picture = Pictures.LearningRateRange(result);
        DrawnPicture drawn = new(picture);
        Func<double, double> x = drawn.X(logarithmic: true);
        (double X, double Y)[] smoothed = drawn.Curves(Colours.Series(0))[0];
        Assert.Equal(result.SmoothedLosses.Length, smoothed.Length);
        Assert.All(smoothed.Zip(result.Rates, result.SmoothedLosses), item =>
        {
            Assert.Equal(1, x(item.First.X) / item.Second, 0.01);
            Assert.Equal(item.Third, drawn.Y()(item.First.Y), 0.002 * result.SmoothedLosses.Max());
        });
        Assert.NotNull(result.Suggestion);
        Assert.All(drawn.Curves(Colours.Axis)[0], point => Assert.Equal(1, x(point.X) / result.Suggestion!.Value, 0.01));
        Assert.Contains($"Suggested rate: {PictureText.Number(result.Suggestion!.Value)}.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_on_a_logarithmic_axis_leave_out_values_that_are_not_above_0()
    {
        ChartPoint[] a = [new(1, 0.1), new(2, 10), new(3, 0), new(4, 1000)], b = [new(1, 5), new(4, 7)];
        Picture picture = Pictures.Lines("t", "step", "loss", [("a", a), ("b", b)], logarithmicY: true);
        DrawnPicture drawn = new(picture);
        double[] values = [.. drawn.Curves(Colours.Series(0))[0].Select(point => drawn.Y(logarithmic: true)(point.Y))];
        Assert.Equal(3, values.Length);
        Assert.All(values.Zip([0.1, 10, 1000]), pair => Assert.Equal(1, pair.First / pair.Second, 0.02));
        Assert.EndsWith("1 value not finite or not above 0 left out.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_draw_throws()
    {
        Assert.Throws<ArgumentException>("predicted", () => Pictures.Residuals([1], []));
        Assert.Throws<ArgumentException>("actual", () => Pictures.PredictedAgainstTrue([], []));
        Assert.Throws<ArgumentException>("words", () => Pictures.WordContributions([]));
        Assert.Throws<ArgumentException>("fit", () => Pictures.FittedCurve("f", [new(1, 1)], []));
        Assert.Throws<ArgumentException>("panels", () => Pictures.Surface("s", (0, 1), (0, 1)));
        Assert.Throws<ArgumentException>(
            "panels", () => Pictures.Surface("s", (0, 1), (0, 1), ("a", new double[2, 2]), ("b", new double[2, 3])));
        Assert.Throws<ArgumentException>("panels", () => Pictures.Surface("s", (0, 1), (0, 1), ("a", new[,] { { double.NaN } })));
        Assert.Throws<ArgumentOutOfRangeException>("y", () => Pictures.Surface("s", (0, 1), (1, 1), ("a", new double[2, 2])));
        Assert.Throws<ArgumentException>("lines", () => Pictures.Lines("t", "x", "y", [("a", [])]));
    }

    private static double Rounded(double value) => Math.Round(value, 2) + 0.0; // 0, not -0
}
