using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace MLNetDeep.Data;

/// <summary>A file of CIFAR-10's binary version: for each image a label of one byte, then the planes of red, green and blue.</summary>
internal sealed class CifarFile : NumberFile
{
    /// <summary>The number of rows, and of columns, of an image.</summary>
    public const int Side = 32;

    /// <summary>The number of channels: red, green and blue.</summary>
    public const int Channels = 3;

    /// <summary>The number of pixels of an image.</summary>
    public const int Pixels = Side * Side;

    private const int RecordLength = 1 + (Channels * Pixels);

    private readonly string _path;

    private CifarFile(string path, ImmutableArray<int> dimensions)
        : base($"'{path}'", NumberType.BigEndian<byte>(NumberDataViewType.Byte), dimensions, headerLength: 0) => _path = path;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The length of the file is not that of one image or more.</exception>
    public static CifarFile Open(string path)
    {
        using FileStream stream = File.OpenRead(path);
        (long count, long rest) = Math.DivRem(stream.Length, RecordLength);
        return count is > 0 and <= int.MaxValue && rest == 0
            ? new CifarFile(path, [(int)count, RecordLength])
            : throw new InvalidDataException(
                $"'{path}' has {stream.Length} bytes; accepted: a multiple of {RecordLength}, with a label and {Channels} planes of {Side} x {Side} bytes "
                + "for each image.");
    }

    internal override Stream OpenStream(out IDisposable owner, out bool isSlow)
    {
        FileStream stream = File.OpenRead(_path);
        (owner, isSlow) = (stream, false);
        return stream;
    }
}
