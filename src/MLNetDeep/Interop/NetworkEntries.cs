using System.Security.Cryptography;
using System.Text;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep;

/// <summary>
/// Saves and loads a network in a model file: the architecture as JSON and the weights as safetensors, with a checksum over both. Weights are
/// passed on as they come, so they may be longer than an array.
/// </summary>
internal static class NetworkEntries
{
    private const string Architecture = ModelZip.Architecture;
    private const string Weights = ModelZip.Weights;

    /// <summary>Writes both entries into the component's folder, and their checksum into its model block.</summary>
    public static void Save(ComponentWriter writer, Network network)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] architecture = Encoding.UTF8.GetBytes(network.Spec.ToJson());
        hash.AppendData(architecture);
        writer.WriteStream(Architecture, stream => stream.Write(architecture));
        writer.WriteStream(Weights, stream => network.SaveWeights(new HashedStream(stream, hash)));
        writer.Values.Write(hash.GetHashAndReset());
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">An entry is missing or damaged.</exception>
    public static Network Load(ComponentReader reader)
    {
        byte[] checksum = reader.Values.ReadBytes(SHA256.HashSizeInBytes);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using MemoryStream architecture = new();
        reader.ReadStream(Architecture, stream => stream.CopyTo(architecture));
        hash.AppendData(architecture.ToArray());
        Network? network = null;
        InvalidDataException? error = null;
        reader.ReadStream(Weights, stream =>
        {
            HashedStream hashed = new(stream, hash);
            try
            {
                network = Network.Load(NetworkSpec.FromJson(Encoding.UTF8.GetString(architecture.ToArray())), hashed);
            }
            catch (InvalidDataException e)
            {
                error = e;
                hashed.CopyTo(Stream.Null);
            }
        });
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(checksum))
        {
            throw new FormatException(
                $"The network in the model file is damaged: '{Architecture}' and '{Weights}' do not match their saved checksum.", error);
        }

        return network ?? throw new FormatException($"The network in the model file cannot be read: {error!.Message}", error);
    }
}
