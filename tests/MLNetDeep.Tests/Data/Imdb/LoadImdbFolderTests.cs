using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadImdbFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public LoadImdbFolderTests()
    {
        Add("train/pos/0_9.txt", "Great<br />film");
        Add("train/pos/10_8.txt", "Très bon");
        Add("train/pos/2_7.txt", "");
        Add("train/neg/0_1.txt", "Bad");
        Add("train/unsup/0_0.txt", "Whatever");
        Add("train/pos/notes.md", "no review");
        Add("test/pos/0_10.txt", "\uFEFFBest");
        Add("test/neg/0_2.txt", "Worse");
        Add("test/neg/1_2.txt", "Worst");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ImdbSplit.Train, "Great<br />film|Bad|Très bon|", "1011")]
    [InlineData(ImdbSplit.Test, "Best|Worse|Worst", "100")]
    [InlineData(ImdbSplit.All, "Great<br />film|Bad|Très bon||Best|Worse|Worst", "1011100")]
    public void Positive_and_negative_reviews_alternate(ImdbSplit split, string texts, string labels)
    {
        IDataView view = _ml.Data.LoadImdb(_folder.FullName, split);
        Assert.Equal("Text: String, Label: Boolean", string.Join(", ", view.Schema));
        Assert.Equal(texts, string.Join('|', view.GetColumn<string>("Text")));
        Assert.Equal(labels, string.Concat(view.GetColumn<bool>("Label").Select(l => l ? 1 : 0)));
        Assert.Equal(labels.Length, view.GetRowCount());
    }

    [Fact]
    public void Texts_are_read_only_if_their_column_is_requested()
    {
        IDataView view = _ml.Data.LoadImdb(_folder.FullName, ImdbSplit.Train);
        File.Delete(_folder.File("train/neg/0_1.txt"));
        Assert.Equal(4, view.GetColumn<bool>("Label").Count());
        Assert.Single(view.GetColumn<string>("Text").Take(1));
        Assert.Throws<FileNotFoundException>(() => view.GetColumn<string>("Text").Count());
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', (byte)'b', 0xE9, (byte)' ' }, "line 1: the bytes 0xE9 are not text in the encoding utf-8")]
    [InlineData(new byte[] { (byte)'a', 10, 0xC3, 0xA9, 10, 0xE9, 10 }, "line 3: the bytes 0xE9 are not text in the encoding utf-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0, 10, 0, 0x00, 0xDC }, "line 2: the bytes 0x00DC are not text in the encoding utf-16")]
    [InlineData(new byte[] { (byte)'a', 10, (byte)'b', 0 }, "line 2: there is a NUL character")]
    public void Bytes_that_are_no_text_are_refused_with_the_line(byte[] content, string problem)
    {
        File.WriteAllBytes(_folder.File("train/neg/0_1.txt"), content);
        IDataView view = _ml.Data.LoadImdb(_folder.FullName, ImdbSplit.Train);
        string message = Assert.Throws<InvalidDataException>(() => view.GetColumn<string>("Text").Count()).Message;
        Assert.Contains($"0_1.txt' at {problem}", message);
    }

    [Fact]
    public void Missing_and_empty_folder_errors_name_the_folder()
    {
        File.Delete(_folder.File("train/neg/0_1.txt"));
        Assert.Contains("neg", Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadImdb(_folder.FullName, ImdbSplit.Train)).Message);
        Directory.Delete(_folder.File("train/neg"));
        Assert.Contains("train/neg", Assert.Throws<DirectoryNotFoundException>(() => _ml.Data.LoadImdb(_folder.FullName, ImdbSplit.All)).Message);
        Assert.Equal(3, _ml.Data.LoadImdb(_folder.FullName, ImdbSplit.Test).GetRowCount());
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadImdb(_folder.File("absent"), ImdbSplit.Test));
        Assert.Throws<ArgumentOutOfRangeException>("split", () => _ml.Data.LoadImdb(_folder.FullName, (ImdbSplit)3));
        Assert.Contains("none of the forms", Assert.Throws<InvalidDataException>(() => _ml.Data.LoadImdb(_folder.File("train/pos/notes.md"), ImdbSplit.Test)).Message);
    }

    private void Add(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllBytes(_folder.File(path), Encoding.UTF8.GetBytes(content));
    }
}
