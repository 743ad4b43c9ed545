using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Flips single bits of a model file that is not compressed, so that each flip is one of a stored value. Whatever a flip does, the model
/// must not load and compute something else. ML.NET checks its own parts in its own way, so exceptions of every type are accepted.
/// </summary>
public sealed class ModelFlipTests
{
    private const int Stride = 61;

    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_rows = s_ml.Data.LoadFromEnumerable(
        new[] { "un bon film", "un film très bon, L'ÉTÉ", "voir un film" }.Select(text => new Row { Text = text }).ToArray());

    [Fact]
    public void No_flipped_bit_changes_a_bag_of_words() => Attack("BagOfWords", "Out",
        s_ml.Transforms.Text.BagOfWords("Out", "Text", new BagOfWordsOptions { MaxNGram = 2, StopWords = ["un"] }), Read<float>);

    [Fact]
    public void No_flipped_bit_changes_a_hashed_bag_of_words() =>
        Attack("HashedBagOfWords", "Out", s_ml.Transforms.Text.HashedBagOfWords("Out", "Text"), Read<float>);

    [Fact]
    public void No_flipped_bit_changes_word_indices() =>
        Attack("WordIndices", "Out", s_ml.Transforms.Text.WordIndices("Out", "Text", length: 3), Read<uint>);

    private static void Attack(string name, string column, IEstimator<ITransformer> estimator, Func<ITransformer, string, string> read)
    {
        ITransformer model = estimator.Fit(s_rows);
        using MemoryStream saved = new();
        s_ml.Model.Save(model, s_rows.Schema, saved);
        byte[] stored = Store(saved.ToArray());
        string expected = read(model, column);
        int refused = 0, cases = 0;
        for (int start = 0; start < Math.Min(Effort.Factor, Stride); start++)
        {
            for (int bit = start; bit < 8 * stored.Length; bit += Stride, cases++)
            {
                byte[] flipped = [.. stored];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                string? actual = null;
                try
                {
                    actual = read(new MLContext().Model.Load(new MemoryStream(flipped), out _), column);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    refused++;
                }

                Assert.True(actual is null || actual == expected, $"Bit {bit} of {stored.Length} bytes changes what the model computes.");
            }
        }

        Assert.InRange(refused, cases / 10, cases);
        Figures.Add("flipped bits", $"stored model file with {name}", $"{cases:N0} flips: {refused:N0} refused, {cases - refused:N0} load and compute the same");
    }

    private static string Read<T>(ITransformer model, string column) =>
        string.Join(" | ", model.Transform(s_rows).GetColumn<T[]>(column).Select(values => string.Join(' ', values)));

    private static byte[] Store(byte[] zip)
    {
        using MemoryStream stored = new();
        using (ZipArchive source = new(new MemoryStream(zip)))
        using (ZipArchive target = new(stored, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open();
                using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                from.CopyTo(to);
            }
        }

        return stored.ToArray();
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
