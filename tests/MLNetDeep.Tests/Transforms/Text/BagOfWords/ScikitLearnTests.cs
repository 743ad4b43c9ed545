using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Compares counts, TF-IDF and hashes with scikit-learn. The script in the fixture's folder wrote the fixture.</summary>
public class ScikitLearnTests
{
    private static readonly JsonElement s_fixture = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "text-sklearn.json"))).RootElement;

    private static readonly string[] s_texts = s_fixture.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!).ToArray();

    public static TheoryData<string> Cases() => new(s_fixture.GetProperty("cases").EnumerateObject().Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vectors_match_scikit_learn(string name)
    {
        string[] parts = name.Split(' ');
        BagOfWordsOptions options = new()
        {
            MinNGram = int.Parse(parts[1]),
            MaxNGram = int.Parse(parts[2]),
            Weighting = parts[0] switch { "count" => TermWeighting.Count, "binary" => TermWeighting.Binary, _ => TermWeighting.TfIdf },
        };
        JsonElement[] expected = s_fixture.GetProperty("cases").GetProperty(name).EnumerateArray().ToArray();
        (string[] names, float[][] bags) = Bags(options, normalize: parts[0] == "tfidf-l2");

        Assert.Equal(expected.SelectMany(row => row.EnumerateObject().Select(w => w.Name)).Distinct().Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        for (int row = 0; row < bags.Length; row++)
        {
            for (int slot = 0; slot < names.Length; slot++)
            {
                double value = expected[row].TryGetProperty(names[slot], out JsonElement element) ? element.GetDouble() : 0;
                Assert.Equal(value, bags[row][slot], Math.Abs(value) * 1e-6);
            }
        }
    }

    [Fact]
    public void Hashes_match_scikit_learn() =>
        Assert.All(s_fixture.GetProperty("hashes").EnumerateArray(), hash => Assert.Equal(
            hash.GetProperty("hash").GetUInt32(),
            MurmurHash3.Hash(Encoding.UTF8.GetBytes(hash.GetProperty("word").GetString()!), hash.GetProperty("seed").GetUInt32())));

    // scikit-learn's TfidfVectorizer normalizes vectors by default (the case tfidf-l2). Here ML.NET's own transform normalizes them.
    private static (string[] Names, float[][] Bags) Bags(BagOfWordsOptions options, bool normalize)
    {
        MLContext ml = new(seed: 1);
        IDataView data = Reviews.View(ml, s_texts);
        IDataView bags = ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(data).Transform(data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        bags.Schema["Bag"].GetSlotNames(ref names);
        if (normalize)
        {
            bags = ml.Transforms.NormalizeLpNorm("Bag").Fit(bags).Transform(bags);
        }

        return (names.DenseValues().Select(n => $"{n}").ToArray(), bags.GetColumn<float[]>("Bag").ToArray());
    }
}
