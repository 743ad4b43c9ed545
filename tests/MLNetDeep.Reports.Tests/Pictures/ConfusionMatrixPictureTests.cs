namespace MLNetDeep.Reports.Tests;

public class ConfusionMatrixPictureTests
{
    private static readonly int[,] s_counts = { { 8, 2, 0 }, { 5, 15, 0 }, { 0, 0, 0 } };

    // Shares by row: 80%, 20%, 0; 25%, 75%, 0; none. The scale has a colour for every 5%.
    [Theory]
    [InlineData(PictureTheme.Light)]
    [InlineData(PictureTheme.Dark)]
    public void Each_cell_has_its_count_its_share_and_its_colour(PictureTheme theme)
    {
        PicturePalette palette = PicturePalette.Of(theme);
        DrawnPicture drawn = new(Pictures.ConfusionMatrix(["cat", "dog", "emu"], s_counts), theme);
        string[][] texts = [["8", "80.0%"], ["2", "20.0%"], ["0"], ["5", "25.0%"], ["15", "75.0%"], ["0"], ["0"], ["0"], ["0"]];
        int[] levels = [16, 4, 0, 5, 15, 0, 0, 0, 0];
        DrawnRectangle[] cells = drawn.Rectangles();
        Assert.Equal(9, cells.Length);
        DrawnText[] rows = [.. drawn.Texts.Where(text => text.Anchor == "end")];
        Assert.Equal(["cat", "dog", "emu"], rows.OrderBy(text => text.Y).Select(text => text.Text));
        DrawnText[] columns = [.. drawn.BottomLabels];
        Assert.Equal(["cat", "dog", "emu"], columns.OrderBy(text => text.X).Select(text => text.Text));
        for (int i = 0; i < 9; i++)
        {
            DrawnRectangle cell = cells.Single(c => c.Contains(columns[i % 3].X, rows.OrderBy(text => text.Y).ElementAt(i / 3).Y));
            Assert.Equal(Colours.Name(palette.Scale[levels[i]]), cell.Fill);
            DrawnText[] inside = [.. drawn.Texts.Where(text => cell.Contains(text.X, text.Y)).OrderBy(text => text.Y)];
            Assert.Equal(texts[i], inside.Select(text => text.Text));
            Assert.All(inside, text => Assert.Equal(Colours.Name(levels[i] <= 10 ? palette.TextOnLow : palette.TextOnHigh), text.Fill));
        }

        string[] bar = [.. drawn.Labels.SkipWhile(label => label != "true class")];
        Assert.Subset(bar.ToHashSet(), new HashSet<string> { "0", "100", "share of the true class (%)" });
    }

    [Fact]
    public void The_description_has_the_share_predicted_right_and_the_most_frequent_mistakes() => Assert.Equal(
        "30 rows of 3 classes. Predicted right: 23 (76.7%). Most frequent mistakes: dog taken for cat, 5 (25.0% of its class); "
        + "cat taken for dog, 2 (20.0% of its class).",
        Pictures.ConfusionMatrix(["cat", "dog", "emu"], s_counts).Description);

    [Theory]
    [InlineData(2, 4, 2)]
    [InlineData(10, 100, 10)]
    [InlineData(20, 400, 20)]
    public void Up_to_24_classes_all_cells_have_counts_and_all_classes_labels(int classes, int cells, int labels)
    {
        (string[] names, int[,] counts) = Make(classes);
        DrawnPicture drawn = new(Pictures.ConfusionMatrix(names, counts));
        Assert.Equal(cells, drawn.Rectangles().Length);
        Assert.All(drawn.Rectangles(), cell =>
            Assert.Equal(classes <= 12 && !IsZero(cell) ? 2 : 1, drawn.Texts.Count(text => cell.Contains(text.X, text.Y))));
        Assert.Equal(2 * labels, drawn.Labels.Count(names.Contains));

        static bool IsZero(DrawnRectangle cell) => cell.Fill == Colours.Name(PicturePalette.Light.Scale[0]);
    }

    [Fact]
    public void A_hundred_classes_have_colours_without_texts_and_only_some_labels()
    {
        (string[] names, int[,] counts) = Make(100);
        DrawnPicture drawn = new(Pictures.ConfusionMatrix(names, counts));
        DrawnRectangle[] cells = drawn.Rectangles();
        Assert.Equal(200, cells.Length); // the diagonal and the cells right of it; zeros have the colour behind them
        Assert.DoesNotContain(drawn.Texts, text => cells.Any(cell => cell.Contains(text.X, text.Y)));
        Assert.InRange(drawn.Labels.Count(names.Contains), 2 * 20, 2 * 60);
        IEnumerable<DrawnText> rows = drawn.Texts.Where(text => text is { Anchor: "end", Rotation: 0 } && names.Contains(text.Text));
        double[] heights = [.. rows.Select(text => text.Y).Order()];
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 12, 100)); // the font's height
    }

    // 1 of 1,000 is 0.1%, which would round to the colour of 0.
    [Fact]
    public void A_rare_mistake_has_another_colour_than_none()
    {
        DrawnRectangle[] cells = new DrawnPicture(Pictures.ConfusionMatrix(["a", "b"], new[,] { { 999, 1 }, { 0, 1000 } })).Rectangles();
        string[] scale = [.. PicturePalette.Light.Scale.Select(Colours.Name)];
        Assert.Equal([scale[20], scale[1], scale[0], scale[20]], cells.Select(cell => cell.Fill));
    }

    [Fact]
    public void Names_may_be_long_and_hold_any_characters()
    {
        string[] names = ["<script> & \"quoted\"", new string('x', 60), "a\u0001b"];
        Picture picture = Pictures.ConfusionMatrix(names, s_counts);
        DrawnPicture drawn = new(picture);
        Assert.Equal(2, drawn.Labels.Count(label => label == "<script> & \"quoted\""));
        Assert.Equal(2, drawn.Labels.Count(label => label == new string('x', 23) + "\u2026"));
        Assert.Equal(2, drawn.Labels.Count(label => label == "a\uFFFDb"));
        Assert.Contains(new string('x', 60), picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_counts_throw()
    {
        Assert.Throws<ArgumentException>("classes", () => Pictures.ConfusionMatrix([], new int[0, 0]));
        ArgumentException size = Assert.Throws<ArgumentException>("counts", () => Pictures.ConfusionMatrix(["a", "b"], new int[2, 3]));
        Assert.Contains("must be 2 x 2, but they are 2 x 3", size.Message, StringComparison.Ordinal);
        int[,] withNegative = { { 1, 0 }, { -4, 1 } };
        ArgumentException negative = Assert.Throws<ArgumentException>("counts", () => Pictures.ConfusionMatrix(["a", "b"], withNegative));
        Assert.Contains("[1, 0] is -4", negative.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("counts", () => Pictures.ConfusionMatrix(["a"], new int[1, 1]));
    }

    // Of each class, nine rows are right and one is taken for the next class.
    private static (string[] Names, int[,] Counts) Make(int classes)
    {
        int[,] counts = new int[classes, classes];
        for (int i = 0; i < classes; i++)
        {
            counts[i, i] = 9;
            counts[i, (i + 1) % classes] = 1;
        }

        return ([.. Enumerable.Range(0, classes).Select(i => $"class {i}")], counts);
    }
}
