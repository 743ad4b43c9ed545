using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Tests <see cref="Network.LoadFromModel(string, int?)"/>, which reads a network from a model file without ML.NET.</summary>
public sealed class NetworkInModelTests : IDisposable
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The pictures of the program in the fixtures folder, whose pipeline multiplies bytes by 1/255.
    [Fact]
    public void The_network_of_a_model_in_the_first_format_scores_as_the_model()
    {
        Network network = Network.LoadFromModel(Path.Combine(s_fixtures, "multiclass-v1.zip"));
        byte[] pixels = [.. Enumerable.Range(0, 9).SelectMany(i => new[] { (byte)(80 * (i % 3)), (byte)(i * 37 % 50), (byte)(200 - (90 * (i % 3))), (byte)0 })];
        float[][] expected =
        [
            .. File.ReadLines(Path.Combine(s_fixtures, "multiclass-v1.txt")).Select(line => line.Split(' ')[1..].Select(FromBits).ToArray()),
        ];
        float[][] scores = network.Predict(new ByteFeatures(pixels, 4, 1 / 255f));
        Assert.Equal(9, expected.Length);
        Assert.All(expected.Zip(scores), pair => Assert.All(pair.First.Zip(pair.Second), score => Assert.Equal(score.First, score.Second, 1e-6f)));
    }

    [Fact]
    public void Of_several_networks_the_index_chooses_one_in_the_order_of_the_pipeline()
    {
        Network[] networks = [.. Enumerable.Range(1, 3).Select(seed => new Network(new NetworkSpec([2], [new Dense(1)]), seed))];
        string path = Save(networks);
        for (int i = 0; i < networks.Length; i++)
        {
            Assert.Equal(networks[i].GetWeights()[0].Values, Network.LoadFromModel(path, i).GetWeights()[0].Values);
        }

        Assert.Equal(
            "The model has 3 networks, in 'TransformerChain/Transform_000/', 'TransformerChain/Transform_001/Transform_000/', "
            + "'TransformerChain/Transform_001/Transform_001/': pass the index of one, 0 to 2. (Parameter 'index')",
            Assert.Throws<ArgumentException>(() => Network.LoadFromModel(path)).Message.Replace('\\', '/'));
        foreach (int index in new[] { -1, 3 })
        {
            Assert.StartsWith(
                $"index is {index}; accepted: 0 to 2.", Assert.Throws<ArgumentOutOfRangeException>(() => Network.LoadFromModel(path, index)).Message);
        }
    }

    [Fact]
    public void Streams_that_cannot_seek_and_backslashes_in_names_are_read()
    {
        string path = Save(new Network(new NetworkSpec([2], [new Dense(1)]), seed: 4));
        using MemoryStream zip = new();
        using (ZipArchive source = ZipFile.OpenRead(path))
        using (ZipArchive target = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open();
                using Stream to = target.CreateEntry(entry.FullName.Replace('/', '\\')).Open();
                from.CopyTo(to);
            }
        }

        zip.Position = 0;
        using Stream forward = new GZipStream(new MemoryStream(Gzip(zip.ToArray())), CompressionMode.Decompress);
        Assert.Equal(Network.LoadFromModel(path).GetWeights()[0].Values, Network.LoadFromModel(forward).GetWeights()[0].Values);
    }

    [Fact]
    public void What_is_no_model_with_a_network_is_refused()
    {
        MLContext ml = new(seed: 1);
        string other = _folder.File("other.zip");
        IDataView rows = Flowers.View(ml, 9);
        ml.Model.Save(ml.Transforms.CopyColumns("X", "Features").Fit(rows), rows.Schema, other);
        CheckRefused(other, "It has no entry 'Network.json', which each trainer of this library saves.");

        string text = _folder.File("text.zip");
        File.WriteAllText(text, "PK, but no zip");
        CheckRefused(text, "");

        Assert.Throws<FileNotFoundException>(() => Network.LoadFromModel(_folder.File("none.zip")));
    }

    [Theory]
    [InlineData("Network.json", "units", "the content does not match the length and the CRC-32 in the zip")]
    [InlineData("Weights.safetensors", "F32", "The tensor 0.weight has the dtype G32")]
    public void A_flipped_bit_in_a_stored_entry_is_refused(string entry, string place, string message)
    {
        string path = Store(Save(new Network(new NetworkSpec([2], [new Dense(1)]), seed: 4)), _ => true);
        byte[] file = File.ReadAllBytes(path);
        int position = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(place));

        // The digit after "units": , or the first letter of the type.
        file[position + (entry == "Network.json" ? 8 : 0)] ^= 1;
        File.WriteAllBytes(path, file);
        CheckRefused(path, $"{entry}' cannot be read: {message}");
    }

    [Fact]
    public void A_missing_entry_is_named()
    {
        string path = Store(Save(new Network(new NetworkSpec([2], [new Dense(1)]))), name => !name.EndsWith("safetensors", StringComparison.Ordinal));
        CheckRefused(path, "It has no entry 'TransformerChain/Transform_000/Weights.safetensors'.");
    }

    private static void CheckRefused(string path, string message)
    {
        string actual = Assert.Throws<InvalidDataException>(() => Network.LoadFromModel(path)).Message.Replace('\\', '/');
        Assert.StartsWith($"'{path.Replace('\\', '/')}' cannot be loaded. This is not a model file of ML.NET with a network, or it is damaged: ", actual);
        Assert.Contains(message, actual);
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream gzip = new();
        using (GZipStream stream = new(gzip, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return gzip.ToArray();
    }

    private static float FromBits(string bits) =>
        BitConverter.Int32BitsToSingle(int.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    // Saves a pipeline of networks; those after the first one are in a chain of their own.
    private string Save(params Network[] networks)
    {
        ITransformer[] models =
        [
            .. networks.Select(network => new NetworkTransformer(NetworkTask.Regression, network, "Features", labelValues: null, history: null)),
        ];
        string path = _folder.File("model.zip");
        ITransformer chain = models.Length == 1
            ? new TransformerChain<ITransformer>(models)
            : new TransformerChain<ITransformer>(models[0], new TransformerChain<ITransformer>(models[1..]));
        new MLContext().Model.Save(chain, null, path);
        return path;
    }

    // Copies the entries that are kept into a zip without compression.
    private string Store(string path, Func<string, bool> keeps)
    {
        string stored = _folder.File("stored.zip");
        using ZipArchive source = ZipFile.OpenRead(path);
        using ZipArchive target = ZipFile.Open(stored, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in source.Entries.Where(entry => keeps(entry.FullName)))
        {
            using Stream from = entry.Open();
            using Stream to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
            from.CopyTo(to);
        }

        return stored;
    }
}
