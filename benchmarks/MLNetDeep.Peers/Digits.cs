using System.IO.Compression;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>The MNIST digits in data/mnist.</summary>
internal static class Digits
{
    public const int Pixels = 784;

    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    /// <summary>The folder data/mnist in a parent of the program's folder.</summary>
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
                ? throw new DirectoryNotFoundException($"There is no data/mnist in a parent of {AppContext.BaseDirectory}.")
                : Path.Combine(folder.FullName, "data", "mnist");
        }
    }

    /// <summary>The 60,000 training digits.</summary>
    public static TrainingData Train() => new(Images("train"), Labels("train"));

    /// <summary>The pixels of the training digits, one digit after another.</summary>
    public static ReadOnlyMemory<byte> TrainingPixels() => Bytes("train");

    /// <summary>The 10,000 test digits.</summary>
    public static ByteFeatures TestImages() => Images("t10k");

    private static ByteFeatures Images(string split) => new(Bytes(split), Pixels);

    private static ReadOnlyMemory<byte> Bytes(string split) => Read($"{split}-images-idx3-ubyte.gz").AsMemory(ImageHeader);

    private static int[] Labels(string split) =>
        Array.ConvertAll(Read($"{split}-labels-idx1-ubyte.gz")[LabelHeader..], label => (int)label);

    private static byte[] Read(string file)
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
