using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class GzipFileStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // The lengths of the compressed files differ in where the read buffer of 8,192 bytes ends.
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(8_000)]
    [InlineData(200_000)]
    public void Complete_files_are_read_whole(int length)
    {
        foreach (int more in Enumerable.Range(0, length > 8_000 ? 3 : 300))
        {
            byte[] content = Content(length + more);
            Assert.Equal(content, Read(Idx.Gzip(content)));
        }
    }

    [Fact]
    public void Members_are_read_one_after_the_other()
    {
        byte[] first = Content(3000), second = Content(5000);

        // What gzip writes for no bytes.
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal([.. first, .. second], Read([.. Idx.Gzip(first), .. Idx.Gzip(second), .. empty]));
        Assert.Equal([], Read(empty));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void Every_cut_is_noticed(int length)
    {
        byte[] file = Idx.Gzip(Content(length));
        for (int end = 0; end < file.Length; end++)
        {
            Assert.Throws<InvalidDataException>(() => Read(file[..end]));
        }

        byte[] two = [.. file, .. file];
        for (int end = file.Length + 1; end < two.Length; end++)
        {
            Assert.Throws<InvalidDataException>(() => Read(two[..end]));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_trailer_is_noticed()
    {
        byte[] file = Idx.Gzip(Content(700));
        for (int bit = 8 * (file.Length - 8); bit < 8 * file.Length; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => Read(damaged));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x1F })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    public void What_follows_the_trailer_is_noticed(byte[] rest) => Assert.Throws<InvalidDataException>(() => Read([.. Idx.Gzip(Content(50)), .. rest]));

    [Fact]
    public void Cut_files_of_each_loader_are_refused_with_their_name()
    {
        byte[] sentences = Idx.Gzip("good\t1\nbad\t0\n"u8.ToArray());
        byte[] reviews = Idx.Gzip("review,sentiment\ngood,positive\nbad,negative\n"u8.ToArray());
        byte[] images = Idx.Gzip(Idx.File(Idx.ImagesMagic, [40, 2, 3], Content(240)));
        byte[] labels = Idx.Gzip(Idx.File(Idx.LabelsMagic, [40], Content(40)));
        string labelsPath = _folder.Write("labels.gz", labels);
        string imagesPath = _folder.Write("images.gz", images);
        Check("yelp_labelled.tsv.gz", sentences, _ => Count(_ml.Data.LoadSentences(_folder.FullName, SentenceSource.Yelp)));
        Check("texts.tsv.gz", sentences, path => Count(_ml.Data.LoadTexts(path)));
        Check("lines.txt.gz", sentences, path => Count(_ml.Data.LoadTextLines(path)));
        Check("reviews.csv.gz", reviews, path => Count(_ml.Data.LoadImdb(path, ImdbSplit.Train)));
        Check("cut-images.gz", images, path => Count(_ml.Data.LoadIdx(path, labelsPath)));
        Check("cut-labels.gz", labels, path => Count(_ml.Data.LoadIdx(imagesPath, path)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_after_the_last_item_are_refused(bool gzip)
    {
        byte[] images = [.. Idx.File(Idx.ImagesMagic, [2, 1, 3], Content(6)), 0];
        string path = _folder.Write("images", gzip ? Idx.Gzip(images) : images);
        IDataView view = _ml.Data.LoadIdx(path, _folder.Write("labels", Idx.File(Idx.LabelsMagic, [2], [1, 2])));
        Assert.Equal(
            $"'{path}' at offset 22: there are more bytes after the last of 2 items.", Assert.Throws<InvalidDataException>(() => Count(view)).Message);

        path = _folder.Write("empty", [.. Idx.File(Idx.ImagesMagic, [0, 1, 3], []), 0]);
        view = _ml.Data.LoadIdx(path, _folder.Write("no-labels", Idx.File(Idx.LabelsMagic, [0], [])));
        Assert.Contains("at offset 16: there are more bytes", Assert.Throws<InvalidDataException>(() => Count(view)).Message);
    }

    private void Check(string name, byte[] file, Func<string, long> load)
    {
        string path = _folder.Write(name, file);
        Assert.InRange(load(path), 1, 40);
        for (int end = 0; end < file.Length; end++)
        {
            _folder.Write(name, file[..end]);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => load(path)).Message);
        }
    }

    private static long Count(IDataView view)
    {
        long count = 0;
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext())
        {
            count++;
        }

        return count;
    }

    private byte[] Read(byte[] file)
    {
        using Stream stream = FileStreams.OpenRead(_folder.Write("file.gz", file));
        Assert.IsType<GzipFileStream>(stream);
        using MemoryStream content = new();
        stream.CopyTo(content);
        Assert.Equal(0, stream.Read(new byte[1]));
        return content.ToArray();
    }

    // Half of it can be compressed.
    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content.AsSpan(length / 2));
        return content;
    }
}
