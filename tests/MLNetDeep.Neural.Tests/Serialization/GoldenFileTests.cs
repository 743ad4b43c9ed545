using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>
/// Loads files written by an earlier version and compares results with those of that version. The program that wrote the files is in the
/// fixtures folder.
/// </summary>
public class GoldenFileTests
{
    // Outputs do not depend on the SIMD width, but on whether the processor fuses multiplication and addition.
    [Fact]
    public void A_network_in_the_first_format_predicts_the_same()
    {
        Network network = Network.Load(Resource("network-v1.safetensors"));
        float[] outputs = new float[5 * 3];
        network.Predict(Rows(100, 5).Features, outputs);
        float[] expected = [.. JsonSerializer.Deserialize<string[]>(Resource("network-v1.json"))!.Select(FromBits)];
        if (KernelSet.BestTier >= SimdTier.Vector256)
        {
            Assert.Equal(expected, outputs);
        }
        else
        {
            Close.All([.. expected], outputs, 0, 1e-6);
        }
    }

    [Fact]
    public void Saving_a_network_from_the_first_format_writes_the_same_bytes_and_a_checksum()
    {
        using MemoryStream expected = new();
        Resource("network-v1.safetensors").CopyTo(expected);
        using MemoryStream saved = new();
        Network.Load(Resource("network-v1.safetensors")).Save(saved);
        Assert.Equal(expected.ToArray(), ChecksumText.Remove(saved.ToArray()));
    }

    // Weights depend on the SIMD width, which determines the order in which gradients are summed.
    [Fact]
    public void Training_resumed_from_a_checkpoint_in_the_first_format_yields_the_same_weights()
    {
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(Resource("checkpoint-v1.safetensors"));
        Assert.Single(checkpoint.History);
        Network network = new(new NetworkSpec([6], [new Dense(8, Activation.Relu), new Dropout(0.25), new Dense(3, Activation.Softmax)]));
        network.Fit(
            Rows(0, 60),
            new FitOptions { Optimizer = new Adam(0.01), BatchSize = 16, Epochs = 2, Seed = 5, Threads = 1, ResumeFrom = checkpoint });

        IReadOnlyList<NamedTensor> expected = Network.Load(Resource("trained-v1.safetensors")).GetWeights();
        foreach ((NamedTensor then, NamedTensor now) in expected.Zip(network.GetWeights()))
        {
            Close.All([.. then.Values], now.Values.AsSpan(), 0, 1e-6, then.Name);
        }

        Dictionary<string, string> hashes = JsonSerializer.Deserialize<Dictionary<string, string>>(Resource("trained-v1.json"))!;
        if (hashes.TryGetValue(KernelSet.BestTier.ToString(), out string? hash))
        {
            Assert.Equal(hash, Hash(network));
        }
    }

    private static string Hash(Network network)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NamedTensor tensor in network.GetWeights())
        {
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The rows on which the program that wrote the files trained.</summary>
    private static TrainingData Rows(int first, int count) => new(
        new DenseFeatures(Enumerable.Range(0, count * 6).Select(i => Value(first + (i / 6), i % 6)).ToArray(), 6),
        Enumerable.Range(first, count).Select(row => Value(row, 0) + Value(row, 1) > 0.5 ? 2 : Value(row, 2) > 0 ? 1 : 0).ToArray());

    private static float Value(int row, int column) => (((row * 37) + (column * 29) + (row * row * (column + 1))) % 64 / 32f) - 1;

    private static float FromBits(string bits) =>
        BitConverter.Int32BitsToSingle(int.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static Stream Resource(string name) => typeof(GoldenFileTests).Assembly.GetManifestResourceStream(name)!;
}
