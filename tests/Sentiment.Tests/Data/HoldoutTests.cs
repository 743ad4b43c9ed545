using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Samples.Sentiment;

namespace Sentiment.Tests.Data;

public sealed class HoldoutTests : IDisposable
{
    private readonly SmallReviews _data = new();
    private readonly MLContext _ml = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_last_rows_are_held_out()
    {
        Holdout rows = Of(testLast: 5);
        Assert.Equal(Texts(0, SmallReviews.Count - 5), rows.Train.GetColumn<string>("Text"));
        Assert.Equal(Texts(SmallReviews.Count - 5, 5), rows.Test.GetColumn<string>("Text"));
    }

    [Fact]
    public void Without_a_number_a_random_fifth_is_held_out()
    {
        (string[] train, string[] test) = Random(seed: 1);
        Assert.Equal(Texts(0, SmallReviews.Count).Order(), train.Concat(test).Order());
        Assert.InRange(test.Length, 20, 60); // 40 are expected
        Assert.Equal(test, Random(seed: 1).Test);
        Assert.NotEqual(test, Random(seed: 2).Test);
    }

    // The first half of the five rows, rounded up, is the training part.
    [Fact]
    public void Film_reviews_have_a_test_part_of_their_own()
    {
        string csv = _data.File("imdb.csv");
        File.WriteAllLines(csv, ["review,sentiment", "a,positive", "b,negative", "c,positive", "d,positive", "e,negative"]);
        Holdout rows = Holdout.Of(_ml, new ImdbReviews(csv), testLast: null, seed: 0);
        Assert.Equal(["a", "b", "c"], rows.Train.GetColumn<string>("Text"));
        Assert.Equal(["d", "e"], rows.Test.GetColumn<string>("Text"));
        Assert.Equal(["b", "c", "d", "e"], Holdout.Of(_ml, new ImdbReviews(csv), testLast: 4, seed: 0).Test.GetColumn<string>("Text"));
    }

    [Fact]
    public void Rows_that_cannot_be_tested_with_are_refused()
    {
        Assert.Contains("there are 200", Assert.Throws<InvalidDataException>(() => Of(testLast: 200)).Message);
        Assert.Contains("1 positive and 0 negative", Assert.Throws<InvalidDataException>(() => Of(testLast: 1)).Message);
    }

    private (string[] Train, string[] Test) Random(int seed)
    {
        Holdout rows = Of(testLast: null, seed);
        return ([.. rows.Train.GetColumn<string>("Text")], [.. rows.Test.GetColumn<string>("Text")]);
    }

    private Holdout Of(int? testLast, int seed = 0) => Holdout.Of(_ml, new TsvReviews(_data.Tsv), testLast, seed);

    private static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(SmallReviews.Text);
}
