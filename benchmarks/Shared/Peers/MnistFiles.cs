using System.IO.Compression;

namespace MLNetDeep.Benchmarks;

/// <summary>Reads the files of the MNIST digits from data/mnist.</summary>
internal static class MnistFiles
{
    /// <summary>The number of pixels of a digit.</summary>
    public const int PixelCount = 784;

    private const int ImageHeaderLength = 16;
    private const int LabelHeaderLength = 8;

    /// <summary>The folder data/mnist, searched for in the program's folder and its parents.</summary>
    public static string Folder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "data", "mnist")))
            {
                folder = folder.Parent;
            }

            return folder is null
                ? throw new DirectoryNotFoundException($"There is no data/mnist in {AppContext.BaseDirectory} or its parents.")
                : Path.Combine(folder.FullName, "data", "mnist");
        }
    }

    /// <summary>Reads the pixels, one digit after the other. The split is "train" or "t10k" (the test digits).</summary>
    public static ReadOnlyMemory<byte> ReadPixels(string split) => ReadGzip($"{split}-images-idx3-ubyte.gz").AsMemory(ImageHeaderLength);

    /// <summary>Reads the labels, one byte per digit. The split is "train" or "t10k" (the test digits).</summary>
    public static ReadOnlyMemory<byte> ReadLabels(string split) => ReadGzip($"{split}-labels-idx1-ubyte.gz").AsMemory(LabelHeaderLength);

    private static byte[] ReadGzip(string file)
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
