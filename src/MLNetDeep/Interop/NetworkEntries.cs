using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep;

/// <summary>
/// Saves and loads a network in a model file: the architecture as JSON and the weights as safetensors, with a checksum over both.
/// </summary>
internal static class NetworkEntries
{
    private const string Architecture = "Network.json";
    private const string Weights = "Weights.safetensors";

    /// <summary>Writes both entries into the component's folder, and their checksum into its model block.</summary>
    public static void Save(ModelSaveContext context, BinaryWriter block, Network network)
    {
        byte[] architecture = Encoding.UTF8.GetBytes(network.Spec.ToJson());
        using MemoryStream weights = new();
        network.SaveWeights(weights);
        MLNetInternals.SaveStream(context, Architecture, writer => writer.Write(architecture));
        MLNetInternals.SaveStream(context, Weights, writer => writer.Write(weights.GetBuffer(), 0, (int)weights.Length));
        block.Write(Checksum(architecture, weights.GetBuffer().AsSpan(0, (int)weights.Length)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">An entry is missing or damaged.</exception>
    public static Network Load(object context, BinaryReader block)
    {
        byte[] checksum = block.ReadBytes(SHA256.HashSizeInBytes);
        byte[] architecture = ReadEntry(context, Architecture);
        byte[] weights = ReadEntry(context, Weights);
        if (!Checksum(architecture, weights).AsSpan().SequenceEqual(checksum))
        {
            throw new FormatException($"The network in the model file is damaged: '{Architecture}' and '{Weights}' do not match their saved checksum.");
        }

        try
        {
            return Network.Load(NetworkSpec.FromJson(Encoding.UTF8.GetString(architecture)), new MemoryStream(weights));
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"The network in the model file cannot be read: {e.Message}", e);
        }
    }

    private static byte[] ReadEntry(object context, string name)
    {
        byte[]? content = null;
        MLNetInternals.TryLoadStream(context, name, reader =>
        {
            using MemoryStream copy = new();
            reader.BaseStream.CopyTo(copy);
            content = copy.ToArray();
        });
        return content ?? throw new FormatException($"The network in the model file is damaged: the entry '{name}' is missing.");
    }

    private static byte[] Checksum(ReadOnlySpan<byte> architecture, ReadOnlySpan<byte> weights)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(architecture);
        hash.AppendData(weights);
        return hash.GetHashAndReset();
    }
}
