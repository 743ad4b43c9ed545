using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Tests;

public class TrainingPictureTests
{
    private const double Tolerance = 0.003; // positions have two decimals

    [Fact]
    public void The_curves_pass_through_the_losses_and_the_line_stands_at_the_epoch_kept()
    {
        double[] training = [2, 1, 0.5, 0.75], validation = [2.5, 1.5, 1.25, 1.75];
        EpochResult[] epochs = [.. training.Zip(validation).Select((losses, i) => Epoch(i + 1, losses.First, losses.Second))];
        Picture picture = Pictures.Loss(epochs, keptEpoch: 3);
        DrawnPicture drawn = new(picture);
        Check(drawn, Colours.Series(0), training);
        Check(drawn, Colours.Series(1), validation);
        (double X, double Y)[] kept = drawn.Curves(Colours.Axis).First();
        Assert.All(kept, point => Assert.Equal(3, drawn.X()(point.X), Tolerance));
        drawn.HasLabels("Loss by epoch", "epoch", "loss", "training", "validation", "weights kept: epoch 3", "1", "4");
        Assert.Equal(
            "Over 4 epochs: training from 2 to 0.75, lowest 0.5 at 3, highest 2 at 1; "
            + "validation from 2.5 to 1.75, lowest 1.25 at 3, highest 2.5 at 1. The weights kept are those of epoch 3.",
            picture.Description);

        static void Check(DrawnPicture drawn, string colour, double[] losses)
        {
            (double X, double Y)[] points = drawn.Curves(colour)[0];
            Assert.Equal(losses.Length, points.Length);
            for (int i = 0; i < losses.Length; i++)
            {
                Assert.Equal((i + 1, losses[i]), (Math.Round(drawn.X()(points[i].X), 2), Math.Round(drawn.Y()(points[i].Y), 2)));
            }
        }
    }

    [Fact]
    public void One_epoch_is_a_mark()
    {
        DrawnPicture drawn = new(Pictures.Loss([Epoch(1, 0.5)], keptEpoch: 1));
        (double x, _) = drawn.Marks(Colours.Series(0))[0];
        Assert.Equal(drawn.Texts.Single(text => text.Text == "1" && text.Anchor == "middle").X, x, 0.02);
        Assert.DoesNotContain("validation", drawn.Labels);
    }

    [Fact]
    public void A_thousand_epochs_are_drawn_to_the_last_without_marks()
    {
        Random random = new(1);
        EpochResult[] epochs = [.. Enumerable.Range(1, 1000).Select(i => Epoch(i, (10.0 / i) + random.NextDouble()))];
        DrawnPicture drawn = new(Pictures.Loss(epochs));
        (double X, double Y)[] curve = drawn.Curves(Colours.Series(0))[0];
        Assert.Empty(drawn.Marks(Colours.Series(0)));
        Assert.Equal((1, 1000), (Math.Round(drawn.X()(curve[0].X)), Math.Round(drawn.X()(curve[^1].X))));
        Assert.Equal(epochs.Max(e => e.Training.Loss), curve.Max(p => drawn.Y()(p.Y)), 0.02);
        Assert.Equal(epochs.Min(e => e.Training.Loss), curve.Min(p => drawn.Y()(p.Y)), 0.02);
    }

    [Fact]
    public void Losses_that_are_not_finite_are_left_out()
    {
        Picture picture = Pictures.Loss([Epoch(1, 1), Epoch(2, double.NaN), Epoch(3, double.PositiveInfinity), Epoch(4, 2)]);
        Assert.Equal(2, new DrawnPicture(picture).Curves(Colours.Series(0))[0].Length);
        Assert.EndsWith(" 2 values that are not finite are left out.", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_classification_share_an_axis_and_those_of_regression_have_two()
    {
        DrawnPicture classes = new(Pictures.Metrics([Epoch(1, 1, 1, 600, 500), Epoch(2, 1, 1, 800, 700)]));
        (double X, double Y)[][] curves = classes.Curves(Colours.Series(0));
        Assert.Equal([0.6, 0.8], curves[0].Select(p => Math.Round(classes.Y()(p.Y), 3)));
        Assert.Equal([0.5, 0.7], curves[1].Select(p => Math.Round(classes.Y()(p.Y), 3)));
        classes.HasLabels("accuracy, training", "accuracy, validation", "metric (1 is best)");

        EpochResult[] regression = [.. new[] { 4.0, 2.0 }.Select((error, i) => new EpochResult(
            i + 1, 1, new EvaluationResult(1, 0, 1, 0, error), null, TimeSpan.Zero, 0.1)
        {
            TrainingMetrics = new MetricValues { RSquared = 1 - (error / 5) },
        })];
        DrawnPicture both = new(Pictures.Metrics(regression));
        both.HasLabels("R squared, training", "mean absolute error, training", "mean absolute error (unit of the label)");
        Assert.Equal([0.2, 0.6], both.Curves(Colours.Series(0))[0].Select(p => Math.Round(both.Y()(p.Y), 3)));
        // Each curve goes from one end of its axis to the other: R squared rises, the error falls.
        (double X, double Y)[] errors = both.Curves(Colours.Series(1))[0];
        Assert.Equal(both.Curves(Colours.Series(0))[0].Select(p => p.Y).Reverse(), errors.Select(p => p.Y), new Near(0.02));
    }

    [Fact]
    public void A_learning_rate_that_falls_tenfold_has_a_logarithmic_axis()
    {
        double[] rates = [0.1, 0.01, 0.001, 0.0001];
        DrawnPicture drawn = new(Pictures.LearningRate([.. rates.Select((rate, i) => Epoch(i + 1, 1) with { LearningRate = rate })]));
        (double X, double Y)[] curve = drawn.Curves(Colours.Series(0))[0];
        Assert.All(rates.Zip(curve), item => Assert.Equal(1, drawn.Y(logarithmic: true)(item.Second.Y) / item.First, 0.01));
        DrawnPicture constant = new(Pictures.LearningRate([Epoch(1, 1), Epoch(2, 1)]));
        Assert.All(constant.Curves(Colours.Series(0))[0], point => Assert.Equal(0.1, constant.Y()(point.Y), 1e-3));
    }

    [Fact]
    public void Nothing_to_draw_throws()
    {
        ArgumentException none = Assert.Throws<ArgumentException>("history", () => Pictures.Loss([]));
        Assert.Contains("of 0 epochs", none.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("history", () => Pictures.Loss([Epoch(1, double.NaN)]));
        EpochResult[] unmeasured = [new(1, 1, new EvaluationResult(1, 0, 0), null, TimeSpan.Zero, 0.1)], two = [Epoch(1, 1), Epoch(2, 1)];
        Assert.Throws<ArgumentException>("history", () => Pictures.Metrics(unmeasured));
        ArgumentOutOfRangeException kept = Assert.Throws<ArgumentOutOfRangeException>("keptEpoch", () => Pictures.Loss(two, 3));
        Assert.Contains("from 1 to 2", kept.Message, StringComparison.Ordinal);
    }

    // A result over 1,000 rows.
    private static EpochResult Epoch(int number, double loss, double? validation = null, long right = 0, long rightInValidation = 0) => new(
        number, 10, new EvaluationResult(loss * 1000, right, 1000),
        validation is { } value ? new EvaluationResult(value * 1000, rightInValidation, 1000) : null, TimeSpan.FromSeconds(1), 0.1);

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
