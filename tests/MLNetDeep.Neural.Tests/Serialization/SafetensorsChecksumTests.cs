using System.Text;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

public sealed class SafetensorsChecksumTests
{
    private static readonly NetworkSpec s_spec = new([3], [new Dense(2, Activation.Relu), new BatchNormalization(), new Dense(2, Activation.Softmax)]);

    [Fact]
    public void No_flipped_bit_changes_a_network()
    {
        Network network = new(s_spec, seed: 3);
        byte[] file = Save(network.Save);
        Assert.DoesNotContain(Flips(file), flipped => Load(() => Network.Load(flipped)) is { } loaded && !AreEqual(network, loaded));

        // The test would see the difference: without the checksum, most flips of weights go unnoticed.
        byte[] unchecked_ = ChecksumText.Remove(file);
        Assert.True(Flips(unchecked_).Count(flipped => Load(() => Network.Load(flipped)) is { } loaded && !AreEqual(network, loaded)) > 500);
    }

    [Fact]
    public void No_flipped_bit_changes_weights()
    {
        Network network = new(s_spec, seed: 3);
        byte[] file = Save(network.SaveWeights);
        Assert.DoesNotContain(Flips(file), flipped => Load(() => Network.Load(s_spec, flipped)) is { } loaded && !AreEqual(network, loaded));
    }

    [Fact]
    public void No_flipped_bit_changes_a_checkpoint()
    {
        TrainingCheckpoint? checkpoint = null;
        Hook hook = new() { EpochEnd = context => checkpoint = context.CreateCheckpoint() };
        new Network(s_spec, seed: 3).Fit(Samples.Data(20, 3, 2), new FitOptions { Epochs = 1, Callbacks = [hook] });
        byte[] file = Save(checkpoint!.Save);
        byte[] content = ChecksumText.Remove(file);
        Assert.DoesNotContain(Flips(file), flipped =>
            Load(() => TrainingCheckpoint.Load(flipped)) is { } loaded && !content.SequenceEqual(ChecksumText.Remove(Save(loaded.Save))));
    }

    [Fact]
    public void Files_without_a_checksum_load()
    {
        Network network = new(s_spec, seed: 3);
        byte[] file = ChecksumText.Remove(Save(network.Save));
        Assert.DoesNotContain("checksum", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        Assert.True(AreEqual(network, Network.Load(new MemoryStream(file))));
    }

    [Theory]
    [InlineData("0123", "but it is not 32 digits")]
    [InlineData("0123456789abcdef0123456789abcdef", "The file is damaged: its content does not match the checksum")]
    [InlineData("0123456789abcdef01234567\\u0041bc", "but it is not 32 digits")]
    public void A_wrong_checksum_is_refused(string checksum, string message)
    {
        string header = $$$"""{"__metadata__":{"format":"pt","mlnetdeep.checksum":"{{{checksum}}}"},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0];
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<MemoryStream> Flips(byte[] file)
    {
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return new MemoryStream(flipped);
        }
    }

    private static T? Load<T>(Func<T> load)
        where T : class
    {
        try
        {
            return load();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Save(Action<Stream> save)
    {
        using MemoryStream stream = new();
        save(stream);
        return stream.ToArray();
    }

    private static bool AreEqual(Network left, Network right) =>
        ChecksumText.Remove(Save(left.Save)).SequenceEqual(ChecksumText.Remove(Save(right.Save)));
}
