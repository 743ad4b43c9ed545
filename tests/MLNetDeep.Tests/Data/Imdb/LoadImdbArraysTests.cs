using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadImdbArraysTests : IDisposable
{
    // The pickle of the Python list [[1, 2], []].
    private static readonly byte[] s_lists = Npz.Pickle([.. "](](K\u0001K\u0002e]e."u8]);

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public LoadImdbArraysTests() => WriteWords("""{"the": 1, "film": 2, "bon": 3, "voir": 300, "éte": 70000}""");

    public void Dispose() => _folder.Dispose();

    // NumPy wrote the fixtures, with the script in the fixtures folder.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Files_written_by_NumPy_are_read(int protocol)
    {
        string path = _folder.Write("imdb.npz", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"imdb-p{protocol}.npz")));
        IDataView train = _ml.Data.LoadImdb(path, ImdbSplit.Train);
        Assert.Equal("Text: String, Label: Boolean", string.Join(", ", train.Schema));
        Assert.Equal(3, train.GetRowCount());
        Assert.Equal(["the film bon", "", string.Join(' ', Enumerable.Repeat("voir éte the", 700))], train.GetColumn<string>("Text"));
        Assert.Equal([true, false, true], train.GetColumn<bool>("Label"));

        IDataView all = _ml.Data.LoadImdb(path, ImdbSplit.All);
        Assert.Equal(["bon", "film the"], all.GetColumn<string>("Text").Skip(3));
        Assert.Equal([true, false, true, false, true], all.GetColumn<bool>("Label"));
        Assert.Equal(2, _ml.Data.LoadImdb(path, ImdbSplit.Test).GetRowCount());
    }

    [Theory]
    [InlineData("|b1", new byte[] { 1, 0 })]
    [InlineData("|u1", new byte[] { 1, 0 })]
    [InlineData("<i2", new byte[] { 1, 0, 0, 0 })]
    [InlineData("<u4", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("<i8", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(">i2", new byte[] { 0, 1, 0, 0 })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0 })]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Labels_may_have_any_type_of_numbers(string type, byte[] labels)
    {
        IDataView view = Load(Npz.Array("|O", 2, s_lists), Npz.Array(type, 2, labels));
        Assert.Equal([true, false], view.GetColumn<bool>("Label"));
        Assert.Equal(["the film", ""], view.GetColumn<string>("Text"));
    }

    [Fact]
    public void Reading_labels_does_not_read_texts() =>
        Assert.Equal(2, Load(Npz.Array("|O", 2, Npz.Pickle([.. "garbage"u8]))).GetColumn<bool>("Label").Count());

    [Theory]
    [InlineData("|O", 3, "x_train.npy at offset", "there are 2 lists, but the header says 3")]
    [InlineData("<i8", 2, "x_train.npy at offset", "the array has the type '<i8' and the shape (2), but '|O' (lists) with one dimension, or integers with two, are needed")]
    public void The_review_lists_must_match_the_count_in_the_header(string type, int count, string place, string problem)
    {
        string message = ReadError(() => Load(Npz.Array(type, count, s_lists), Npz.Array("|u1", count, new byte[count])));
        Assert.Contains(place, message);
        Assert.Contains(problem, message);
    }

    [Theory]
    [InlineData("|u1", new byte[] { 1, 2 }, "label 1 is 2, but 0 or 1 is needed")]
    [InlineData("|u1", new byte[] { 1 }, "the file ends too early")]
    [InlineData("|u1", new byte[] { 1, 0, 0 }, "there are more bytes after the end of the array")]
    [InlineData("<i2", new byte[] { 0, 1, 0, 0 }, "label 0 is 256, but 0 or 1 is needed")]
    [InlineData("|i1", new byte[] { 1, 0xFF }, "label 1 is -1, but 0 or 1 is needed")]
    [InlineData("<f4", new byte[] { 0, 0, 0, 0x3F, 0, 0, 0, 0 }, "label 0 is 0.5, but 0 or 1 is needed")]
    [InlineData("<f4", new byte[] { 0, 0, 0xC0, 0x7F, 0, 0, 0, 0 }, "label 0 is NaN, but 0 or 1 is needed")]
    [InlineData("<f2", new byte[] { 0, 0, 0, 0 }, "the elements have the type '<f2'")]
    public void Invalid_labels_throw(string type, byte[] labels, string problem) =>
        Assert.Contains(problem, ReadError(() => Load(Npz.Array("|O", 2, s_lists), Npz.Array(type, 2, labels))));

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (), }", 1, "not that of an array of numbers or lists")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (99999999999,), }", 1, "not that of an array of numbers or lists")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", 1, "not that of an array of numbers or lists")]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", 1, "column-major order")]
    [InlineData("__import__('os').system('x')", 1, "not that of an array of numbers or lists")]
    [InlineData("", 9, "version 9 of the NPY format")]
    public void Invalid_headers_throw_on_load(string header, byte version, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Load(Npz.Array(header, s_lists, version))).Message);

    [Fact]
    public void Files_that_are_not_arrays_or_zips_throw_on_load()
    {
        Assert.Contains("x_train.npy at offset 0: the array does not start with the magic number", LoadError(() => Load([.. "PK not numpy"u8])));
        Assert.Contains("x_train.npy at offset 8: the array has a header of 65535 bytes", LoadError(() => Load([0x93, .. "NUMPY"u8, 1, 0, 0xFF, 0xFF])));
        Assert.Contains("x_train.npy at offset 7: the file ends too early", LoadError(() => Load([0x93, .. "NUMPY"u8, 1])));
        Assert.Contains("imdb.npz': this is not a zip file", LoadError(() => Load(_folder.Write("imdb.npz", "not a zip"u8.ToArray()))));
        Assert.Contains("has no array 'x_train.npy'; it has 'x.npy'", LoadError(() => Load(_folder.Write("imdb.npz", Npz.Zip(("x.npy", []))))));
        Assert.Contains("has 2 reviews in x_train.npy, but 3 labels", LoadError(() => Load(Npz.Array("|O", 2, s_lists), Npz.Array("|u1", 3, new byte[3]))));
        byte[] cut = Npz.Zip(("x_train.npy", Npz.Array("|O", 2, s_lists)))[..^30];
        Assert.Contains("imdb.npz'", LoadError(() => Load(_folder.Write("imdb.npz", cut))));
    }

    [Theory]
    [InlineData("[]", "an object with words")]
    [InlineData("{\"a\": 0}", "the index of 'a' is not an integer from 1")]
    [InlineData("{\"a\": 1.5}", "the index of 'a' is not an integer from 1")]
    [InlineData("{\"a\": \"1\"}", "the index of 'a' is not an integer from 1")]
    [InlineData("{\"a\": 1, \"b\": 1}", "'a' and 'b' have the same index 1")]
    [InlineData("{\"a\": 1", "this is not JSON")]
    [InlineData("{\"a\": 1} {}", "this is not JSON")]
    [InlineData("{\"the\": 1}", "review 0 has the word 2")]
    public void Invalid_word_index_throws(string json, string problem)
    {
        WriteWords(json);
        Assert.Contains(problem, ReadError(() => Load(Npz.Array("|O", 2, s_lists))));
    }

    // The file of a few kilobytes decompresses to four megabytes; a real zip bomb would decompress to gigabytes.
    [Fact]
    public void A_zip_bomb_throws_before_it_uses_much_memory()
    {
        byte[] labels = Npz.Array("|u1", 2, [1, 0]);

        // Lists are filled 1,000 integers at a time, as Python does, so only the size is invalid.
        byte[] batch = [(byte)'(', .. Enumerable.Repeat("K\u0001"u8.ToArray(), 1000).SelectMany(b => b), (byte)'e'];
        byte[] pickle = Npz.Pickle([.. "](]"u8, .. Enumerable.Repeat(batch, 2000).SelectMany(b => b), .. "]e."u8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = ReadError(() => Load(Npz.Array("|O", 2, pickle), labels));
        Assert.Contains("x_train.npy at offset", message);
        Assert.Contains("the limit for this entry in a file of this size", message);
        Assert.InRange(new FileInfo(_folder.File("imdb.npz")).Length, 1, 30_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData("|O", "the array's header says 2000000000 elements, but there are at most")]
    [InlineData("|u1", "the array's header says 2000000000 elements, but there are at most")]
    public void A_shape_larger_than_the_data_throws_on_load(string type, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Load(Npz.Array(type, 2_000_000_000, s_lists))).Message);

    [Fact]
    public void The_word_index_can_have_the_file_name_of_the_Keras_cache()
    {
        File.Move(_folder.File("word_index.json"), _folder.File("imdb_word_index.json"));
        Assert.Equal(["the film", ""], Load(Npz.Array("|O", 2, s_lists)).GetColumn<string>("Text"));
        File.Delete(_folder.File("imdb_word_index.json"));
        Assert.Contains("word_index.json", Assert.Throws<FileNotFoundException>(() => Load(Npz.Array("|O", 2, s_lists))).Message);
    }

    // The pickle of the Python list [[1, 4, 5], [1, 2, 6]], as load_data returns [[1, 2], [9, 3]] with num_words=4.
    private static readonly byte[] s_shifted = Npz.Pickle([.. "](](K\u0001K\u0004K\u0005e](K\u0001K\u0002K\u0006ee."u8]);

    [Fact]
    public void Indices_from_load_data_are_read_by_option()
    {
        string path = _folder.Write(
            "imdb.npz", Npz.Zip(("train_x.npy", Npz.Array("|O", 2, s_shifted)), ("arr_1.npy", Npz.Array("|u1", 2, [1, 0]))));
        ImdbOptions options = ImdbOptions.KerasLoadData with { TrainReviews = "train_x", TrainLabels = "arr_1" };
        Assert.Equal(["the film", "bon"], _ml.Data.LoadImdb(path, ImdbSplit.Train, options).GetColumn<string>("Text"));

        // Without a start mark, 1 is a word; with another start, words are missing.
        IDataView shifted = _ml.Data.LoadImdb(path, ImdbSplit.Train, options with { StartIndex = null });
        Assert.Contains("review 0 has the word 1", ReadError(() => shifted));
        IDataView started = _ml.Data.LoadImdb(path, ImdbSplit.Train, options with { StartIndex = 9 });
        Assert.Contains("no review starts with the StartIndex 9", ReadError(() => started));
        IDataView within = _ml.Data.LoadImdb(path, ImdbSplit.Train, options with { StartIndex = 4 });
        Assert.Contains("review 0 has the StartIndex 4 within it", ReadError(() => within));
        Assert.Contains("has no array 'x_test.npy'", LoadError(() => _ml.Data.LoadImdb(path, ImdbSplit.Test, options)));
    }

    // What pad_sequences returns is an array of two dimensions: zeros before the reviews, and reviews cut at their start. Here the reviews
    // are [1, 4, 5], [9, ..., 6] cut, which has no start mark, [1] and [1, 4] after padding.
    [Theory]
    [InlineData("<i4", 4)]
    [InlineData("<i8", 8)]
    [InlineData(">u2", 2)]
    [InlineData("<f4", 4)]
    public void Padded_and_cut_reviews_are_read(string type, int size)
    {
        int[] indices = [1, 4, 5, 4, 2, 6, 0, 0, 1, 0, 1, 4];
        byte[] content = [.. indices.SelectMany(index => type switch
        {
            "<f4" => BitConverter.GetBytes((float)index),
            ">u2" => [0, (byte)index],
            _ => [(byte)index, .. new byte[size - 1]],
        })];
        string path = _folder.Write("imdb.npz", Npz.Zip(
            ("x_train.npy", Npz.Array($"{{'descr': '{type}', 'fortran_order': False, 'shape': (4, 3), }}", content)),
            ("y_train.npy", Npz.Array("{'descr': '<i8', 'fortran_order': False, 'shape': (4, 1), }", [.. Enumerable.Repeat<byte>(0, 32)]))));
        Assert.Equal(["the film", "the bon", "", "the"], _ml.Data.LoadImdb(path, ImdbSplit.Train, ImdbOptions.KerasLoadData).GetColumn<string>("Text"));

        // Without the options, padding is no word.
        Assert.Contains("review 0 has the word 4", ReadError(() => _ml.Data.LoadImdb(path, ImdbSplit.Train)));
    }

    [Theory]
    [InlineData("<f4", new byte[] { 0, 0, 0, 0x3F, 0, 0, 0, 0 }, "the value 0 of row 0 is 0.5, but a 32-bit integer is needed")]
    [InlineData("<u4", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0x80 }, "the value 1 of row 0 is 2147483648, but a 32-bit integer is needed")]
    [InlineData("<i4", new byte[] { 1, 0, 0, 0, 1, 0, 0 }, "the file ends too early")]
    [InlineData("<i4", new byte[] { 1, 0, 0, 0, 1, 0, 0, 0, 0 }, "there are more bytes after the end of the array")]
    public void Invalid_rows_of_indices_throw(string type, byte[] content, string problem)
    {
        byte[] reviews = Npz.Array($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1, 2), }}", content);
        Assert.Contains(problem, ReadError(() => Load(reviews, Npz.Array("|u1", 1, [1]))));
    }

    // Ten reviews that all start with the same index are no chance.
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Shifted_indices_are_refused_without_the_option(int count, bool isRefused)
    {
        byte[] reviews = [.. Enumerable.Repeat("](K\u0001K\u0002e"u8.ToArray(), count).SelectMany(review => review)];
        IDataView view = Load(
            Npz.Array("|O", count, Npz.Pickle([.. "]("u8, .. reviews, .. "e."u8])), Npz.Array("|u1", count, new byte[count]));
        if (isRefused)
        {
            Assert.Contains("all reviews start with the index 1", ReadError(() => view));
            Assert.Contains("ImdbOptions.KerasLoadData", ReadError(() => view));
        }
        else
        {
            Assert.Equal(Enumerable.Repeat("the film", count), view.GetColumn<string>("Text"));
        }
    }

    private void WriteWords(string json) => _folder.Write("word_index.json", Encoding.UTF8.GetBytes(json));

    private IDataView Load(byte[] reviews, byte[]? labels = null) =>
        Load(_folder.Write("imdb.npz", Npz.Zip(("x_train.npy", reviews), ("y_train.npy", labels ?? Npz.Array("|u1", 2, [1, 0])))));

    private IDataView Load(string path) => _ml.Data.LoadImdb(path, ImdbSplit.Train);

    private static string LoadError(Func<object> load) => Assert.Throws<InvalidDataException>(load).Message;

    private static string ReadError(Func<IDataView> load) => Assert.Throws<InvalidDataException>(() => load().GetColumn<string>("Text").Count()).Message;
}
