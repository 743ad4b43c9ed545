using System.IO.Compression;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Reads the MNIST digits from data/mnist.</summary>
internal static class Digits
{
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

    /// <summary>Loads the images and labels of the 60,000 training digits.</summary>
    public static TrainingData LoadTrainingSet() => new(ReadImages("train"), ReadLabels("train"));

    /// <summary>Loads the pixels of the training digits, one digit after the other.</summary>
    public static ReadOnlyMemory<byte> LoadTrainingPixels() => ReadPixels("train");

    /// <summary>Loads the images of the 10,000 test digits.</summary>
    public static ByteFeatures LoadTestImages() => ReadImages("t10k");

    private static ByteFeatures ReadImages(string split) => new(ReadPixels(split), PixelCount);

    private static ReadOnlyMemory<byte> ReadPixels(string split) => ReadGzip($"{split}-images-idx3-ubyte.gz").AsMemory(ImageHeaderLength);

    private static int[] ReadLabels(string split) =>
        Array.ConvertAll(ReadGzip($"{split}-labels-idx1-ubyte.gz")[LabelHeaderLength..], label => (int)label);

    private static byte[] ReadGzip(string file)
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
