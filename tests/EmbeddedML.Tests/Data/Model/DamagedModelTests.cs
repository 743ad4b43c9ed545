using System.Diagnostics;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Model;

/// <summary>Thousands of damaged model files: each is read as if it were whole, or refused with a documented exception.</summary>
public sealed class DamagedModelTests
{
    private const int Rounds = 2_000;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private readonly ModelOperationsCatalog _model = new(TestEnvironment.Create());

    [Fact]
    public void A_damaged_zip_is_refused()
    {
        byte[] whole = new ModelOperationsCatalogTests().SaveToBytes();
        int refused = DamageAndRead(whole, seed: 1, file => _model.Load(new MemoryStream(file), out _));

        // Nearly every byte is content under a checksum, or tells where that is.
        Assert.InRange(refused, Rounds * 6 / 10, Rounds);
    }

    [Theory]
    [InlineData("Schema")]
    [InlineData("TransformerChain/Model.key")]
    [InlineData("TransformerChain/Numbers.bin")]
    [InlineData("TransformerChain/Child/Model.key")]
    public void Damage_from_before_the_checksums_were_made_is_refused_or_harmless(string name)
    {
        byte[] whole = new ModelOperationsCatalogTests().SaveToBytes();
        int refused = DamageAndRead(ReadEntry(whole, name), seed: 2, content => _model.Load(new MemoryStream(ReplaceEntry(whole, name, content)), out _));

        Assert.InRange(refused, Rounds / 10, Rounds);
    }

    // A model that Microsoft.ML 5.0.0 saved: a text loader, and a chain with a vocabulary, concatenation, copying and keys.
    [Theory]
    [InlineData("Model.key")]
    [InlineData("Loader/Model.key")]
    [InlineData("Loader/Header.txt")]
    [InlineData("TransformerChain/Model.key")]
    [InlineData("TransformerChain/Transform_000/Transform_000/Model.key")]
    [InlineData("TransformerChain/Transform_000/Transform_000/Vocabulary/Model.key")]
    [InlineData("TransformerChain/Transform_000/Transform_001/Model.key")]
    [InlineData("TransformerChain/Transform_000/Transform_002/Model.key")]
    [InlineData("TransformerChain/Transform_000/Transform_003/Model.key")]
    public void Damage_in_any_component_is_refused_or_harmless(string name)
    {
        byte[] whole = File.ReadAllBytes(Fixture.PathOf("Model/with-loader.zip"));
        int refused = DamageAndRead(ReadEntry(whole, name), seed: 4, content => _model.Load(new MemoryStream(ReplaceEntry(whole, name, content)), out _));

        // A line of names is any text, and few changes of it are refused.
        Assert.InRange(refused, name.EndsWith(".txt", StringComparison.Ordinal) ? 0 : Rounds / 10, Rounds);
    }

    // Maps that Microsoft.ML 5.0.0 saved: texts and numbers; keys with names; sparse vectors with slot names.
    [Theory]
    [InlineData("MapValue-Text-Int32", "Model.key")]
    [InlineData("MapValue-Text-Int32", "DefaultMap.idv")]
    [InlineData("MapValue-keys-Text", "DefaultMap.idv")]
    [InlineData("MapValue-view-Sparse", "DefaultMap.idv")]
    public void Damage_in_a_map_is_refused_or_harmless(string model, string entry)
    {
        byte[] whole = File.ReadAllBytes(Fixture.PathOf($"Transforms/{model}.zip"));
        string name = "TransformerChain/" + entry;
        int refused = DamageAndRead(ReadEntry(whole, name), seed: 5, content => _model.Load(new MemoryStream(ReplaceEntry(whole, name, content)), out _));

        Assert.InRange(refused, Rounds / 10, Rounds);
    }

    [Fact]
    public void A_damaged_schema_is_refused_or_harmless()
    {
        using IChannel channel = TestEnvironment.Create().Start("test");
        int refused = DamageAndRead(BinarySchemaTests.ReadFixture(), seed: 3, file => BinarySchemaReader.Read(file, channel));

        Assert.InRange(refused, Rounds / 10, Rounds);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = new ModelOperationsCatalogTests().SaveToBytes();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FormatException>(() => _model.Load(new MemoryStream(whole[..length]), out _));
    }

    private static int DamageAndRead(byte[] whole, int seed, Action<byte[]> read)
    {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = Damage(whole, random);
            long start = Stopwatch.GetTimestamp();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            Exception? exception = Record.Exception(() => read(damaged));
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

            Assert.True(exception is null or FormatException or InvalidOperationException or NotSupportedException, $"round {round}: {exception}");
            Assert.True(allocated < 16 << 20, $"round {round}: {allocated} bytes allocated");
            Assert.True(Stopwatch.GetElapsedTime(start) < s_longest, $"round {round} took {Stopwatch.GetElapsedTime(start)}");
            refused += exception is null ? 0 : 1;
        }
        return refused;
    }

    // One to four changes: a bit flipped, a byte or an integer replaced (by large numbers too), a part cut out, the end cut off.
    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] file = [.. whole];
        for (int changes = random.Next(1, 5); changes > 0 && file.Length > sizeof(int); changes--)
        {
            int at = random.Next(file.Length - sizeof(int) + 1);
            switch (random.Next(12))
            {
                case < 5:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case < 7:
                    file[at] = (byte)random.Next(256);
                    break;
                case < 10:
                    int[] numbers = [-1, 0, 1, int.MaxValue, int.MinValue, random.Next(), random.Next(file.Length)];
                    BitConverter.TryWriteBytes(file.AsSpan(at), numbers[random.Next(numbers.Length)]);
                    break;
                case 10:
                    int end = Math.Min(file.Length, at + random.Next(1, 20));
                    file = [.. file.AsSpan(0, at), .. file.AsSpan(end)];
                    break;
                default:
                    file = file[..random.Next(file.Length)];
                    break;
            }
        }
        return file;
    }

    private static byte[] ReadEntry(byte[] zip, string name)
    {
        using var repository = new RepositoryReader(new MemoryStream(zip));
        return repository.ReadOrNull(name)!;
    }

    private static byte[] ReplaceEntry(byte[] zip, string name, byte[] content)
    {
        using var source = new ZipArchive(new MemoryStream(zip));
        var stream = new MemoryStream();
        using (var target = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream written = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                written.Write(entry.FullName == name ? content : ReadEntry(zip, entry.FullName));
            }
        }
        return stream.ToArray();
    }
}
