using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public sealed class TextModelFileTests : IDisposable
{
    private const string Folder = "TransformerChain/";
    private const string Vocabulary = "Vocabulary.bin";
    private const string StopWords = "StopWords.bin";

    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // The fixtures are models and their outputs. The program in the fixtures folder wrote them with Microsoft.ML 5.0.0.
    [Fact]
    public void Models_in_the_first_format_load_and_yield_identical_output()
    {
        ITransformer model = _ml.Model.Load(Path.Combine(s_fixtures, "text-v1.zip"), out DataViewSchema schema);
        Assert.Equal("Text: String", string.Join(", ", schema));
        IDataView made = model.Transform(Reviews.View(
            _ml, "Un bon film<br />à voir, l'été !", "un FILM très bon, très", "Pas un bon film.", "хороший фильм", ""));

        static string Bits(float[] values) => string.Join(' ', values.Select(v => BitConverter.SingleToInt32Bits(v).ToString("x8")));
        IEnumerable<string> lines = made.GetColumn<float[]>("Bag").Select(Bits)
            .Concat(made.GetColumn<float>("Unknown").Select(v => Bits([v])))
            .Concat(made.GetColumn<float[]>("Hashed").Select(Bits))
            .Concat(made.GetColumn<uint[]>("Keys").Select(v => string.Join(' ', v)))
            .Concat(made.GetColumn<string>("Back"));
        Assert.Equal(File.ReadAllLines(Path.Combine(s_fixtures, "text-v1.txt")), lines);
    }

    [Fact]
    public void A_loaded_model_has_the_complete_learned_state()
    {
        BagOfWordsOptions options = new()
        {
            MinNGram = 2, MaxNGram = 3, Weighting = TermWeighting.TermFrequency, UnknownCountColumnName = "U", MaxWords = 4, MaxCandidates = 5,
        };
        BagOfWordsTransformer saved = _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, Reviews.French));
        BagOfWordsTransformer loaded = (BagOfWordsTransformer)Load(Save(saved));
        Assert.Equal(saved.Vocabulary, loaded.Vocabulary);
        Assert.True(loaded.Vocabulary.MaxUndercount > 0);
        Assert.Equal(
            (saved.Vocabulary.TextCount, saved.Vocabulary.MaxUndercount, saved.Weighting, saved.UnknownCountColumnName, "Text", "Bag"),
            (loaded.Vocabulary.TextCount, loaded.Vocabulary.MaxUndercount, loaded.Weighting, loaded.UnknownCountColumnName, loaded.InputColumnName, loaded.OutputColumnName));
    }

    [Fact]
    public void The_vocabulary_and_the_stop_words_are_separate_entries()
    {
        using ZipArchive archive = ZipFile.OpenRead(Save(Bag()));
        Assert.Equal(
            ["Model.key", StopWords, Vocabulary],
            archive.Entries.Select(e => e.FullName.Replace('\\', '/')).Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Vocabulary)]
    [InlineData(StopWords)]
    public void A_modified_entry_throws(string entry)
    {
        string path = Save(Bag());
        Rewrite(path, entry, content => [.. content[..^1], (byte)(content[^1] ^ 1)]);
        Assert.Contains($"'{entry}' does not match its saved checksum", LoadFails(path));
    }

    [Theory]
    [InlineData(Vocabulary)]
    [InlineData(StopWords)]
    public void Missing_entry_error_names_the_entry(string entry)
    {
        string path = Save(Bag());
        Rewrite(path, entry, _ => null);
        Assert.Contains($"the entry '{entry}' is missing", LoadFails(path));
    }

    // The vocabularies are invalid, but their checksums are correct: a checksum detects damage, not wrong content.
    [Theory]
    [InlineData("5 0 2 a,3,2 a,1,1", "word 1 of the vocabulary occurs twice")]
    [InlineData("5 0 1 ,3,2", "word 0 of the vocabulary is empty")]
    [InlineData("5 0 1 a,3,6", "word 0 of the vocabulary has the counts 3 and 6")]
    [InlineData("5 0 1 a,1,2", "word 0 of the vocabulary has the counts 1 and 2")]
    [InlineData("5 0 1 a,1,0", "word 0 of the vocabulary has the counts 1 and 0")]
    [InlineData("0 0 1 a,1,1", "a vocabulary has 1 words of 0 texts")]
    [InlineData("5 -1 1 a,1,1", "a vocabulary has 1 words of 5 texts")]
    [InlineData("5 0 0", "a vocabulary has 0 words of 5 texts")]
    public void An_invalid_vocabulary_throws(string vocabulary, string problem)
    {
        using MemoryStream content = new();
        using BinaryWriter writer = new(content);
        string[] parts = vocabulary.Split(' ');
        writer.Write(long.Parse(parts[0]));
        writer.Write(long.Parse(parts[1]));
        writer.Write(int.Parse(parts[2]));
        foreach (string[] word in parts[3..].Select(p => p.Split(',')))
        {
            writer.Write(word[0]);
            writer.Write(long.Parse(word[1]));
            writer.Write(long.Parse(word[2]));
        }

        content.Position = 0;
        Assert.Contains(problem, Assert.Throws<FormatException>(() => VocabularyFormat.Read(new BinaryReader(content))).Message);
    }

    [Fact]
    public void An_impossible_count_allocates_no_memory()
    {
        using MemoryStream content = new([.. BitConverter.GetBytes(5L), .. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(int.MaxValue)]);
        Assert.Throws<EndOfStreamException>(() => VocabularyFormat.Read(new BinaryReader(content)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void A_truncated_file_throws(double fraction)
    {
        string path = Save(Bag());
        byte[] content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content[..(int)(content.Length * fraction)]);
        Assert.NotEmpty(LoadFails(path));
    }

    // The model block begins at byte 256, and its length stands at byte 0x18. What follows it, except the texts of the block, is ML.NET's own.
    [Fact]
    public void Settings_with_a_flipped_bit_throw()
    {
        foreach (ITransformer model in new ITransformer[] { Bag(), Hashed(), Indices() })
        {
            string path = Save(model);
            byte[] good = File.ReadAllBytes(path);
            int length = 0;
            Rewrite(path, "Model.key", content =>
            {
                length = BitConverter.ToInt32(content, 0x18);
                return content;
            });
            Assert.InRange(length, 60, 300);
            for (int bit = 0; bit < 8 * length; bit += 3)
            {
                File.WriteAllBytes(path, good);
                Rewrite(path, "Model.key", content =>
                {
                    content[0x100 + (bit / 8)] ^= (byte)(1 << (bit % 8));
                    return content;
                });
                Assert.StartsWith("The model file is damaged: the component's settings ", LoadFails(path));
            }
        }
    }

    // In models of the first format nothing but the range tells that a setting is damaged.
    [Fact]
    public void Numbers_out_of_range_throw()
    {
        static BinaryReader Reader(params byte[] bytes) => new(new MemoryStream(bytes));
        Assert.Contains("sequences have the length 16777217", Assert.Throws<FormatException>(() => SequenceForm.Load(Reader(1, 0, 0, 1, 0, 0))).Message);
        Assert.Contains("sequences have the length -1", Assert.Throws<FormatException>(() => SequenceForm.Load(Reader(255, 255, 255, 255, 0, 0))).Message);
        Assert.Equal(1 << 24, SequenceForm.Load(Reader(0, 0, 0, 1, 0, 0)).Length);
        Assert.Contains("the n-grams have 1 to 4 words", Assert.Throws<FormatException>(() => NGramRange.Load(Reader(1, 4))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordIndicesOptions { Length = (1 << 24) + 1 });
    }

    private BagOfWordsTransformer Bag() => _ml.Transforms.Text.BagOfWords("Bag", "Text", new BagOfWordsOptions { StopWords = ["un", "où"], MaxWords = 5 })
        .Fit(Reviews.View(_ml, Reviews.French));

    private HashedBagOfWordsTransformer Hashed() => _ml.Transforms.Text.HashedBagOfWords("Bag", "Text").Fit(Reviews.View(_ml, Reviews.French));

    private WordIndicesTransformer Indices() => _ml.Transforms.Text.WordIndices("Keys", "Text", length: 3).Fit(Reviews.View(_ml, Reviews.French));

    private string Save(ITransformer model)
    {
        string path = _folder.File("model.zip");
        _ml.Model.Save(model, Reviews.View(_ml, "").Schema, path);
        return path;
    }

    private static ITransformer Load(string path)
    {
        ITransformer model = new MLContext().Model.Load(path, out _);
        return model is TransformerChain<ITransformer> chain ? chain.Single() : model;
    }

    private static string LoadFails(string path)
    {
        Exception exception = Cause(Assert.ThrowsAny<Exception>(() => Load(path)));
        Assert.True(exception is FormatException or InvalidDataException or InvalidOperationException or IOException, exception.ToString());
        return exception.Message;
    }

    // ML.NET wraps an exception of a loader once per level of the chain.
    private static Exception Cause(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: Exception inner })
        {
            exception = inner;
        }

        return exception;
    }

    private static void Rewrite(string path, string name, Func<byte[], byte[]?> change)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        ZipArchiveEntry old = archive.Entries.Single(e => e.FullName.Replace('\\', '/') == Folder + name);
        using MemoryStream content = new();
        using (Stream stream = old.Open())
        {
            stream.CopyTo(content);
        }

        string entry = old.FullName;
        old.Delete();
        if (change(content.ToArray()) is not byte[] changed)
        {
            return;
        }

        using Stream written = archive.CreateEntry(entry).Open();
        written.Write(changed);
    }
}
