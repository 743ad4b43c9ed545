using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Loads ten thousand damaged files. Each is either read or throws the exception documented for the loaders.</summary>
public sealed class DamagedReviewsTests : IDisposable
{
    private const string Csv = "review,sentiment\r\n\"One, \"\"two\"\"<br />\",positive\r\nplain é 中,negative\r\n\"a\r\n\nb\",negative\n\n\"\",positive\n";

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // Damages the zip file: its directory, headers and compressed data.
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Damaged_npz_files_are_read_or_throw(int protocol)
    {
        WriteWords();
        Check(2000, "imdb.npz", File.ReadAllBytes(Fixture(protocol)), (mutator, content) => mutator.Damage(content));
    }

    // Damages an array inside an intact zip file, so that the zip reader does not detect the damage first.
    [Theory]
    [InlineData("x_train")]
    [InlineData("y_train")]
    public void Damaged_arrays_are_read_or_throw(string array)
    {
        WriteWords();
        byte[] reviews = Npz.Array("|O", 2, Npz.Pickle([.. "](](K\u0001K\u0002e]K\u0002ae."u8]));
        byte[] labels = Npz.Array("<i2", 2, [1, 0, 0, 0]);
        Check(1500, "imdb.npz", array == "x_train" ? reviews : labels, (mutator, content) =>
        {
            byte[] damaged = mutator.Damage(content);
            return Npz.Zip(("x_train.npy", array == "x_train" ? damaged : reviews), ("y_train.npy", array == "x_train" ? labels : damaged));
        });
    }

    [Theory]
    [InlineData("reviews.csv", false)]
    [InlineData("reviews.csv.gz", true)]
    public void Damaged_csv_files_are_read_or_throw(string name, bool gzip)
    {
        byte[] csv = Encoding.UTF8.GetBytes(Csv);
        Check(gzip ? 1000 : 2000, name, gzip ? Idx.Gzip(csv) : csv, (mutator, content) => mutator.Damage(content));
    }

    // Every eleventh bit. The zip has a checksum of each array, so no array may change.
    [Fact]
    public void A_flipped_bit_in_an_npz_file_never_changes_what_is_read()
    {
        WriteWords();
        byte[] content = File.ReadAllBytes(Fixture(5));
        (string Text, bool Label)[] expected = Read(_folder.Write("imdb.npz", content));
        int errorCount = 0;
        for (int bit = 0; bit < 8 * content.Length; bit += 11)
        {
            byte[] damaged = [.. content];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = _folder.Write("imdb.npz", damaged);
            try
            {
                Assert.Equal(expected, Read(path));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message);
                errorCount++;
            }
        }

        Assert.InRange(errorCount, content.Length * 8 / 11 / 4, content.Length * 8 / 11);
    }

    private (string Text, bool Label)[] Read(string path)
    {
        IDataView view = _ml.Data.LoadImdb(path, ImdbSplit.Train);
        return [.. view.GetColumn<string>("Text").Zip(view.GetColumn<bool>("Label"))];
    }

    private void Check(int count, string name, byte[] content, Func<Mutator, byte[], byte[]> damage)
    {
        int errorCount = 0;
        Mutator mutator = new(seed: 7);
        for (int i = 0; i < count; i++)
        {
            string path = _folder.Write(name, damage(mutator, content));
            try
            {
                IDataView view = _ml.Data.LoadImdb(path, ImdbSplit.Train);
                Assert.Equal(view.GetColumn<bool>("Label").Count(), view.GetColumn<string>("Text").Count());
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message);
                errorCount++;
            }
        }

        // Some damage goes undetected, but most is detected.
        Assert.InRange(errorCount, count / 4, count);
    }

    private void WriteWords() => _folder.Write("word_index.json", Encoding.UTF8.GetBytes("""{"the": 1, "film": 2, "bon": 3, "voir": 300, "éte": 70000}"""));

    private static string Fixture(int protocol) => Path.Combine(AppContext.BaseDirectory, "Fixtures", $"imdb-p{protocol}.npz");
}
