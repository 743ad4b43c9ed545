using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using MLNetDeep.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>
/// Compares bags of words with those of ML.NET's ProduceWordBags: the cases in which both agree, and each difference in the table of
/// docs/bag-of-words.md.
/// </summary>
public partial class ProduceWordBagsTests
{
    private static readonly string[] s_plain = ["un bon film", "un film un bon film", "", "voir un très bon film", "voir voir", "film"];

    private readonly MLContext _ml = new(seed: 1);

    // Both transforms agree on lower-case words separated by spaces.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counts_of_words_and_n_grams_agree(int length)
    {
        IDataView texts = Reviews.View(_ml, [.. s_plain, null, "inconnu  film"]);
        Assert.Equal(
            Rows(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", length), texts),
            Rows(_ml.Transforms.Text.BagOfWords("Bag", "Text", new BagOfWordsOptions { MaxNGram = length }), texts));
    }

    // Each entry has the text of a table row and the words that each transform finds in it.
    [Theory]
    [InlineData("what separates words", "non-stop film, non!", "film 1, non 2, stop 1", "film, 1, non! 1, non-stop 1")]
    [InlineData("case", "Film FILM", "film 2", "FILM 1, Film 1")]
    [InlineData("HTML", "bon<br/>film &amp; voir", "bon 1, film 1, voir 1", "&amp; 1, bon<br/>film 1, voir 1")]
    public void The_words_differ(string line, string text, string ours, string theirs)
    {
        Assert.Contains(line, Lines());
        Assert.Equal(ours, Row(_ml.Transforms.Text.BagOfWords("Bag", "Text"), text));
        Assert.Equal(theirs, Row(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", 1), text));
    }

    [Fact]
    public void The_default_n_grams_differ()
    {
        Assert.Contains("n-grams by default", Lines());
        Assert.Equal("bon 1, film 1", Row(_ml.Transforms.Text.BagOfWords("Bag", "Text"), "bon film"));
        Assert.Equal("bon 1, bon film 1, film 1", Row(_ml.Transforms.Text.ProduceWordBags("Bag", "Text"), "bon film"));
    }

    [Fact]
    public void The_order_of_slots_differs()
    {
        Assert.Contains("order of slots", Lines());
        IDataView texts = Reviews.View(_ml, "d c c b a");
        Assert.Equal("c a b d", string.Join(' ', Names(_ml.Transforms.Text.BagOfWords("Bag", "Text"), texts)));
        Assert.Equal("d c b a", string.Join(' ', Names(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", 1), texts)));
    }

    [Fact]
    public void The_limits_differ()
    {
        Assert.Contains("limit", Lines());
        IDataView texts = Reviews.View(_ml, "d c c b a a");
        Assert.Equal("a c", string.Join(' ', Names(_ml.Transforms.Text.BagOfWords("Bag", "Text", maxWords: 2), texts)));
        Assert.Equal("d c", string.Join(' ', Names(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", 1, maximumNgramsCount: 2), texts)));
        Assert.Equal(
            ["c", "c|c", "d", "d|c"],
            Names(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", 2, maximumNgramsCount: 2), texts).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_names_of_n_grams_differ()
    {
        Assert.Contains("names of n-grams", Lines());
        IDataView texts = Reviews.View(_ml, "bon film");
        Assert.Contains("bon film", Names(_ml.Transforms.Text.BagOfWords("Bag", "Text", new BagOfWordsOptions { MaxNGram = 2 }), texts));
        Assert.Contains("bon|film", Names(_ml.Transforms.Text.ProduceWordBags("Bag", "Text", 2), texts));
    }

    // "a" occurs in 3 of 4 texts, "b" in 1. The transformed text is "a b b".
    [Fact]
    public void TfIdf_differs()
    {
        Assert.Contains("TfIdf", Lines());
        IDataView texts = Reviews.View(_ml, "a b b", "a", "a a", "c");
        Dictionary<string, float> ours = Values(_ml.Transforms.Text.BagOfWords("Bag", "Text", weighting: TermWeighting.TfIdf), texts)[0];
        Assert.Equal((float)(Math.Log(5 / 4d) + 1), ours["a"]);
        Assert.Equal((float)(2 * (Math.Log(5 / 2d) + 1)), ours["b"]);
        Dictionary<string, float> theirs = Values(
            _ml.Transforms.Text.ProduceWordBags("Bag", "Text", 1, weighting: NgramExtractingEstimator.WeightingCriteria.TfIdf), texts)[0];
        Assert.Equal((float)Math.Log(4 / 3d), theirs["a"], 6);
        Assert.Equal((float)(2 * Math.Log(4)), theirs["b"], 6);
    }

    [Fact]
    public void Texts_without_words_differ()
    {
        Assert.Contains("texts without a word", Lines());
        IDataView texts = Reviews.View(_ml, "", null);
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Text.BagOfWords("Bag", "Text").Fit(texts));
        Assert.Equal([[], []], _ml.Transforms.Text.ProduceWordBags("Bag", "Text", 1).Fit(texts).Transform(texts).GetColumn<float[]>("Bag"));
    }

    [Fact]
    public void Every_line_of_the_table_is_tested() =>
        Assert.Equal(
            ["what separates words", "case", "HTML", "n-grams by default", "order of slots", "limit", "names of n-grams", "TfIdf", "texts without a word"],
            Lines());

    private static string Row(IEstimator<ITransformer> estimator, string text) => Rows(estimator, Reviews.View(new MLContext(), text)).Single();

    // Returns the nonzero slots of each row in ordinal order of their names, with the words of n-grams separated by spaces.
    private static string[] Rows(IEstimator<ITransformer> estimator, IDataView texts) => [.. Values(estimator, texts)
        .Select(row => string.Join(", ", row.OrderBy(slot => slot.Key, StringComparer.Ordinal).Select(slot => $"{slot.Key.Replace('|', ' ')} {slot.Value}")))];

    private static Dictionary<string, float>[] Values(IEstimator<ITransformer> estimator, IDataView texts)
    {
        string[] names = Names(estimator, texts);
        return [.. estimator.Fit(texts).Transform(texts).GetColumn<VBuffer<float>>("Bag").Select(bag => bag.Items().Where(v => v.Value != 0).ToDictionary(v => names[v.Key], v => v.Value))];
    }

    private static string[] Names(IEstimator<ITransformer> estimator, IDataView texts)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        estimator.Fit(texts).GetOutputSchema(texts.Schema)["Bag"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }

    private static IEnumerable<string> Lines() => TableLine().Matches(Table().Match(File.ReadAllText(Repository.PathOf("docs", "bag-of-words.md"))).Value)
        .Select(m => m.Groups[1].Value).Skip(1);

    [GeneratedRegex(@"^\| [^|]* \| BagOfWords \| ProduceWordBags \|\n(\|.*\|\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex TableLine();
}
