using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>Writes copies of the training digits to uncompressed IDX files in a temporary folder, which Dispose deletes.</summary>
internal sealed class RepeatedDigits : IDisposable
{
    private const int ImageHeaderLength = 16;
    private const int LabelHeaderLength = 8;
    private const int CountOffset = 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-scaling-");

    public RepeatedDigits(string folder, int repetitions)
    {
        ImageFile = Repeat(Path.Combine(folder, "train-images-idx3-ubyte.gz"), ImageHeaderLength, repetitions);
        LabelFile = Repeat(Path.Combine(folder, "train-labels-idx1-ubyte.gz"), LabelHeaderLength, repetitions);
    }

    /// <summary>The path of the image file.</summary>
    public string ImageFile { get; }

    /// <summary>The path of the label file.</summary>
    public string LabelFile { get; }

    public int RowCount { get; private set; }

    public void Dispose() => _folder.Delete(recursive: true);

    // Copies in small pieces, so that the digits do not add to the measured memory.
    private string Repeat(string source, int headerLength, int repetitions)
    {
        string path = Path.Combine(_folder.FullName, Path.GetFileNameWithoutExtension(source));
        using FileStream target = File.Create(path);
        for (int i = 0; i < repetitions; i++)
        {
            using GZipStream stream = new(File.OpenRead(source), CompressionMode.Decompress);
            byte[] header = new byte[headerLength];
            stream.ReadExactly(header);
            if (i == 0)
            {
                Span<byte> count = header.AsSpan(CountOffset, sizeof(int));
                RowCount = BinaryPrimitives.ReadInt32BigEndian(count) * repetitions;
                BinaryPrimitives.WriteInt32BigEndian(count, RowCount);
                target.Write(header);
            }

            stream.CopyTo(target);
        }

        return path;
    }
}
