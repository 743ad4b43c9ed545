using System.Buffers.Binary;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads a file of weights in the format that its first bytes tell: safetensors, or a zip that torch.save wrote.</summary>
internal static class WeightsFile
{
    private const int PrefixLength = 8;

    /// <summary>Reads a file of either format.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="InvalidDataException">The file is not valid. The message names it.</exception>
    public static SafetensorsContent Read(string path) =>
        LoadedFile.Read(path, source => IsZip(source) ? TorchFileReader.Read(source, key: null) : SafetensorsReader.ReadAll(source, passesOver: true));

    /// <summary>Reads a file that torch.save wrote.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="key">The item of the file that has the tensors; null for the file itself or the only item that has.</param>
    /// <exception cref="InvalidDataException">The file is not valid. The message names it.</exception>
    public static SafetensorsContent ReadPyTorch(string path, string? key) =>
        LoadedFile.Read(path, source => IsZip(source) ? TorchFileReader.Read(source, key) : throw new InvalidDataException(
            "It is not a zip file, which torch.save writes. A safetensors file is read by PretrainedWeights.FromFile."));

    private static bool IsZip(Stream source)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        int length = source.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false);
        source.Position = 0;
        prefix = prefix[..length];

        // A pickle begins with the opcode PROTO and a protocol. Safetensors begin with the length of the header, which has a limit.
        if (prefix is [0x80, >= 2 and <= 5, _, _, _, _, _, _]
            && BinaryPrimitives.ReadUInt64LittleEndian(prefix) > SafetensorsReader.MaxHeaderLength)
        {
            throw new InvalidDataException(
                "This is a pickle, not a zip: PyTorch wrote such files before version 1.6. Load it in Python and save it again: "
                + "torch.save(torch.load(path), path).");
        }

        if (prefix is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
        {
            throw new InvalidDataException("This is an HDF5 file. Weights of Keras are read by KerasWeights of the package MLNetDeep.Keras.");
        }

        return prefix.StartsWith("PK\u0003\u0004"u8);
    }
}
