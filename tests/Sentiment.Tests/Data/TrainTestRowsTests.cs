using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Samples.Sentiment;

namespace Sentiment.Tests.Data;

public sealed class TrainTestRowsTests : IDisposable
{
    private readonly SmallReviews _data = new();
    private readonly MLContext _ml = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_last_N_rows_are_held_out()
    {
        TrainTestRows rows = Split(testRowCount: 5);
        Assert.Equal(Texts(0, SmallReviews.Count - 5), rows.Train.GetColumn<string>("Text"));
        Assert.Equal(Texts(SmallReviews.Count - 5, 5), rows.Test.GetColumn<string>("Text"));
    }

    [Fact]
    public void By_default_a_random_fifth_is_held_out()
    {
        (string[] train, string[] test) = SplitRandomly(seed: 1);
        Assert.Equal(Texts(0, SmallReviews.Count).Order(), train.Concat(test).Order());
        Assert.InRange(test.Length, 20, 60); // 40 are expected
        Assert.Equal(test, SplitRandomly(seed: 1).Test);
        Assert.NotEqual(test, SplitRandomly(seed: 2).Test);
    }

    // In a CSV file of film reviews, the first half of the rows, rounded up, are the training rows.
    [Fact]
    public void Film_reviews_define_their_own_test_rows()
    {
        string csv = _data.File("imdb.csv");
        File.WriteAllLines(csv, ["review,sentiment", "a,positive", "b,negative", "c,positive", "d,positive", "e,negative"]);
        TrainTestRows rows = TrainTestRows.Create(_ml, new ImdbReviews(csv), testRowCount: null, seed: 0, TextWriter.Null);
        Assert.Equal(["a", "b", "c"], rows.Train.GetColumn<string>("Text"));
        Assert.Equal(["d", "e"], rows.Test.GetColumn<string>("Text"));
        TrainTestRows lastFour = TrainTestRows.Create(_ml, new ImdbReviews(csv), testRowCount: 4, seed: 0, TextWriter.Null);
        Assert.Equal(["b", "c", "d", "e"], lastFour.Test.GetColumn<string>("Text"));
    }

    [Fact]
    public void Throws_without_training_rows_or_without_test_rows_of_both_classes()
    {
        Assert.Contains("there are 200", Assert.Throws<InvalidDataException>(() => Split(testRowCount: 200)).Message);
        Assert.Contains("1 positive and 0 negative", Assert.Throws<InvalidDataException>(() => Split(testRowCount: 1)).Message);
    }

    private (string[] Train, string[] Test) SplitRandomly(int seed)
    {
        TrainTestRows rows = Split(testRowCount: null, seed);
        return ([.. rows.Train.GetColumn<string>("Text")], [.. rows.Test.GetColumn<string>("Text")]);
    }

    private TrainTestRows Split(int? testRowCount, int seed = 0) =>
        TrainTestRows.Create(_ml, new TextFileReviews(_data.Tsv), testRowCount, seed, TextWriter.Null);

    private static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(SmallReviews.Text);
}
