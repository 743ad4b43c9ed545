using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadSentencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SentenceSource.All, 3000, "So there is no way for me to plug it in here in the US unless I go by a converter.")]
    [InlineData(SentenceSource.Amazon, 1000, "So there is no way for me to plug it in here in the US unless I go by a converter.")]
    [InlineData(SentenceSource.Imdb, 1000, "A very, very, very slow-moving, aimless movie about a distressed, drifting young man.  ")]
    [InlineData(SentenceSource.Yelp, 1000, "Wow... Loved this place.")]
    public void The_bundled_sentences_are_half_positive_and_half_negative(SentenceSource source, int count, string first)
    {
        IDataView view = _ml.Data.LoadSentences(Repository.PathOf("data", "sentiment"), source);
        Assert.Equal("Text: String, Label: Boolean", string.Join(", ", view.Schema));
        Assert.Equal(count, view.GetColumn<string>("Text").Count(t => t.Length > 0));
        Assert.Equal(count / 2, view.GetColumn<bool>("Label").Count(label => label));
        Assert.Equal(first, view.GetColumn<string>("Text").First());
        Assert.Null(view.GetRowCount());
        Assert.False(view.CanShuffle);
    }

    // The sentences contain Unicode line breaks that do not end a line: U+0085, which occurs in the film reviews, and U+2028.
    [Theory]
    [InlineData("yelp_labelled.txt", false)]
    [InlineData("yelp_labelled.txt.gz", true)]
    [InlineData("yelp_labelled.tsv", false)]
    public void Each_line_is_sentence_tab_label(string name, bool gzip)
    {
        IDataView view = Load("\uFEFFGut.\t1\r\nNot\tso\tgood\u0085x\u2028y\t0\n\"Bad  \t0", name, gzip);
        Assert.Equal(["Gut.", "Not\tso\tgood\u0085x\u2028y", "\"Bad  "], view.GetColumn<string>("Text"));
        Assert.Equal([true, false, false], view.GetColumn<bool>("Label"));
    }

    [Theory]
    [InlineData("a\t1\nb 0\n", "at line 2: there is no tab")]
    [InlineData("a\t1\nb\t0\nc\t2\n", "at line 3: the label is '2'")]
    [InlineData("a\t1\n\nb\t0", "at line 2: there is no tab")]
    [InlineData("a\t1 \n", "at line 1: the label is '1 '")]
    [InlineData("", "is empty, but it should have a sentence in each line.")]
    public void Invalid_line_error_names_the_line(string content, string message)
    {
        IDataView view = Load(content);
        Assert.Contains($"'{_folder.File("yelp_labelled.txt")}' {message}", Assert.Throws<InvalidDataException>(() => view.GetColumn<string>("Text").Count()).Message);
        Assert.Throws<InvalidDataException>(() => view.GetColumn<bool>("Label").Count());
    }

    [Fact]
    public void Invalid_UTF_8_error_names_the_line()
    {
        _folder.Write("yelp_labelled.txt", [.. Encoding.UTF8.GetBytes("a\t1\n"), 0xE9, (byte)'\t', (byte)'1']);
        string message = Assert.Throws<InvalidDataException>(() => Load().GetColumn<string>("Text").Count()).Message;
        Assert.Contains("yelp_labelled.txt' at line 2: the bytes 0xE9 are not text in the encoding utf-8", message);
    }

    [Fact]
    public void Damaged_compression_error_names_the_line()
    {
        byte[] damaged = Idx.Gzip(Encoding.UTF8.GetBytes("good\t1\nbad\t0\n"));
        damaged.AsSpan(10, damaged.Length - 10).Fill(0xFF);
        _folder.Write("yelp_labelled.txt", damaged);
        Assert.Contains("compressed data are damaged", Assert.Throws<InvalidDataException>(() => Load().GetColumn<string>("Text").Count()).Message);
    }

    [Fact]
    public void Missing_files_and_invalid_sources_throw()
    {
        Assert.Contains("amazon_cells_labelled", Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadSentences(_folder.FullName)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("source", () => _ml.Data.LoadSentences(_folder.FullName, (SentenceSource)4));
        Assert.Throws<ArgumentException>("folder", () => _ml.Data.LoadSentences(""));
    }

    [Fact]
    public void Rows_are_read_lazily_and_each_cursor_reads_from_the_start()
    {
        IDataView view = Load("a\t1\nb\t0\nc\n");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<ReadOnlyMemory<char>> getText = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]);
        ReadOnlyMemory<char> text = default;
        Assert.Throws<InvalidOperationException>(() => getText(ref text));
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        getText(ref text);
        Assert.Equal("b", $"{text}");
        Assert.Throws<InvalidDataException>(() => cursor.MoveNext());

        _folder.Write("yelp_labelled.txt", Encoding.UTF8.GetBytes("new\t0"));
        Assert.Equal(["new"], view.GetColumn<string>("Text"));
    }

    private IDataView Load(string content, string name = "yelp_labelled.txt", bool gzip = false)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        _folder.Write(name, gzip ? Idx.Gzip(bytes) : bytes);
        return Load();
    }

    private IDataView Load() => _ml.Data.LoadSentences(_folder.FullName, SentenceSource.Yelp);
}
