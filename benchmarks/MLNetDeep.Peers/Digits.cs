using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>The MNIST digits of data/mnist, as the engine takes them.</summary>
internal static class Digits
{
    public const int PixelCount = MnistFiles.PixelCount;

    /// <summary>The folder data/mnist.</summary>
    public static string Folder => MnistFiles.Folder;

    /// <summary>Loads the images and labels of the 60,000 training digits.</summary>
    public static TrainingData LoadTrainingSet() => new(ReadImages("train"), ReadLabels("train"));

    /// <summary>Loads the images and labels of the first 6,000 training digits.</summary>
    public static TrainingData LoadSmallTrainingSet() => LoadTrainingSet().Slice(0, 6000);

    /// <summary>Loads the pixels of the training digits, one digit after the other.</summary>
    public static ReadOnlyMemory<byte> LoadTrainingPixels() => MnistFiles.ReadPixels("train");

    /// <summary>Loads the images of the 10,000 test digits.</summary>
    public static ByteFeatures LoadTestImages() => ReadImages("t10k");

    private static ByteFeatures ReadImages(string split) => new(MnistFiles.ReadPixels(split), PixelCount);

    private static int[] ReadLabels(string split) => Array.ConvertAll(MnistFiles.ReadLabels(split).ToArray(), label => (int)label);
}
