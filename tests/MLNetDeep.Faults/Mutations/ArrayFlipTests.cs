using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Flips single bits of .npz files, compressed and not. The zip has a checksum of each array, so no array may be read as another one. The
/// only exception is the documented one: <see cref="InvalidDataException"/>.
/// </summary>
public sealed class ArrayFlipTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly DataFolder s_folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_flipped_bit_changes_what_is_read_from_mnist(bool compressed)
    {
        byte[] pixels = Npz.Array(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 4, 4), }", [.. Enumerable.Range(0, 96).Select(i => (byte)(i * i))]);
        byte[] labels = Npz.Array("|u1", 6, [0, 1, 2, 0, 1, 2]);
        Attack("mnist.npz", Npz.Zip(("x_train.npy", pixels), ("y_train.npy", labels)), compressed, file =>
        {
            IDataView rows = s_ml.Data.LoadMnist(s_folder.Write("mnist.npz", file), MnistSplit.Train);
            return string.Join(" | ", rows.GetColumn<byte[]>("Image").Zip(rows.GetColumn<byte>("Label"), (image, label) => $"{label}: {string.Join(' ', image)}"));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_flipped_bit_changes_what_is_read_from_imdb(bool compressed)
    {
        s_folder.Write("word_index.json", """{"the": 1, "film": 2, "bon": 3, "voir": 300, "éte": 70000}"""u8.ToArray());
        byte[] npz = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "imdb-p5.npz"));
        Attack("imdb.npz", npz, compressed, file =>
        {
            IDataView rows = s_ml.Data.LoadImdb(s_folder.Write("imdb.npz", file), ImdbSplit.Train);
            return string.Join(" | ", rows.GetColumn<string>("Text").Zip(rows.GetColumn<bool>("Label"), (text, label) => $"{label}: {text}"));
        });
    }

    // Small files have few bits, so more of them are flipped: about 2,000.
    private static void Attack(string name, byte[] zip, bool compressed, Func<byte[], string> read)
    {
        byte[] file = compressed ? zip : StoredZip.Create(zip);
        BitFlips.Attack(
            $"{name}, {(compressed ? "compressed" : "stored")}",
            file,
            read,
            exception => exception is InvalidDataException,
            (1 + (2000 * BitFlips.Stride / (8 * file.Length))) * Effort.Factor);
    }
}
