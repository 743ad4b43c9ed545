using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Pictures;

/// <summary>Loads the pictures of a data set.</summary>
/// <param name="dataSet">The data set.</param>
/// <param name="path">The folder that the user named; null to search for the data set in the folder "data", unless it is a folder of pictures.</param>
/// <param name="side">The height and width to which the pictures of a folder are resized.</param>
/// <param name="seed">The seed of the split of pictures that are not split into train and test.</param>
internal sealed class PictureSource(DataSet dataSet, string? path, int side, int seed)
{
    // The share of the pictures to test with, for data sets without test pictures.
    private const double TestShare = 0.2;

    private const int MnistSide = 28;
    private const int CifarSide = 32;
    private const int ColorChannels = 3;
    private const string ImageColumn = "Image";
    private const string LabelColumn = "Label";
    private const string PixelColumn = "Pixels";

    private ImageFolderOptions Options => new() { Damaged = DamagedImages.Skip, Seed = seed };

    /// <summary>Loads the pictures. Their files are read while training and testing.</summary>
    public PictureData Load(MLContext ml) => dataSet switch
    {
        DataSet.Digits => LoadDigits(ml, Find("mnist", "the MNIST files", mayBeFile: true)),
        DataSet.Fashion => LoadFashion(ml, Find("fashion-mnist", "the files of Fashion-MNIST", mayBeFile: true)),
        DataSet.Cifar10 => LoadCifar10(ml, Find("cifar10", "the binary version of CIFAR-10")),
        DataSet.NotMnist => LoadNotMnist(ml, Find("notmnist", "the folders A to J of notMNIST")),
        _ => LoadFolder(ml, path!),
    };

    private static PictureData LoadDigits(MLContext ml, string path)
    {
        IDataView train = ml.Data.LoadMnist(path, MnistSplit.Train);
        ITransformer keys = ml.Transforms.Conversion
            .MapValueToKey(LabelColumn, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(train);
        train = keys.Transform(train);
        VBuffer<byte> digits = default;
        train.Schema[LabelColumn].GetKeyValues(ref digits);
        return new PictureData(
            train,
            keys.Transform(ml.Data.LoadMnist(path, MnistSplit.Test)),
            [MnistSide, MnistSide, 1],
            [.. digits.DenseValues().Select(digit => digit.ToString(CultureInfo.InvariantCulture))],
            ImageColumn);
    }

    private static PictureData LoadFashion(MLContext ml, string path) => FromPixels(
        ml.Data.LoadFashionMnist(path, MnistSplit.Train), ml.Data.LoadFashionMnist(path, MnistSplit.Test), MnistSide, channels: 1);

    private static PictureData LoadCifar10(MLContext ml, string path) => FromPixels(
        ml.Data.LoadCifar10(path, Cifar10Split.Train), ml.Data.LoadCifar10(path, Cifar10Split.Test), CifarSide, ColorChannels);

    private static PictureData FromPixels(IDataView train, IDataView test, int side, int channels) =>
        new(train, test, [side, side, channels], ClassNames(train), ImageColumn);

    private static ImmutableArray<string> ClassNames(IDataView view)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[LabelColumn].GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private PictureData LoadNotMnist(MLContext ml, string path)
    {
        (IDataView train, IDataView test) = Split(options => ml.Data.LoadNotMnist(path, options));
        return FromPixels(train, test, MnistSide, channels: 1);
    }

    // The folder holds train and test, each with a folder for each class, or the folders of the classes.
    private PictureData LoadFolder(MLContext ml, string path)
    {
        string trainFolder = Path.Combine(path, "train");
        string testFolder = Path.Combine(path, "test");
        bool isSplit = Directory.Exists(trainFolder);
        if (isSplit != Directory.Exists(testFolder))
        {
            (string found, string missing) = isSplit ? ("train", "test") : ("test", "train");
            throw new InvalidDataException(
                $"The folder '{Path.GetFullPath(path)}' has a folder {found} but no folder {missing}; it should have both, or a folder for each class.");
        }

        IDataView train;
        IDataView test;
        if (isSplit)
        {
            train = ml.Data.LoadImageFolder(trainFolder, Options);
            test = ml.Data.LoadImageFolder(testFolder, Options with { ClassNames = ClassNames(train) });
        }
        else
        {
            (train, test) = Split(options => ml.Data.LoadImageFolder(path, options));
        }

        ImmutableArray<string> classNames = ClassNames(train);
        CheckClasses(isSplit ? trainFolder : path, classNames);
        long files = Directory.EnumerateFiles(isSplit ? trainFolder : path, "*", SearchOption.AllDirectories).LongCount();
        long trainFiles = isSplit ? files : (long)(files * (1 - TestShare));
        return new PictureData(train, test, [side, side, ColorChannels], classNames, PixelColumn, ExtractPixels(ml), trainFiles);
    }

    // A network cannot learn a class without pictures, so an empty folder is probably a mistake.
    private static void CheckClasses(string folder, ImmutableArray<string> classNames)
    {
        if (classNames.FirstOrDefault(name => !Directory.EnumerateFiles(Path.Combine(folder, name), "*", SearchOption.AllDirectories).Any()) is { } empty)
        {
            throw new InvalidDataException($"The folder of the class '{empty}' in '{Path.GetFullPath(folder)}' is empty; each class needs pictures.");
        }
    }

    private EstimatorChain<ImagePixelExtractingTransformer> ExtractPixels(MLContext ml) =>
        ml.Transforms.ResizeImages(ImageColumn, side, side, resizing: ImageResizingEstimator.ResizingKind.Fill)
            .Append(ml.Transforms.ExtractPixels(PixelColumn, ImageColumn, interleavePixelColors: true, outputAsFloatArray: false));

    // Loads the two parts of pictures that are not split into train and test.
    private (IDataView Train, IDataView Test) Split(Func<ImageFolderOptions, IDataView> load)
    {
        ImageFolderOptions options = Options with { ValidationSplit = TestShare };
        return (load(options with { Subset = ImageSubset.Training }), load(options with { Subset = ImageSubset.Validation }));
    }

    private string Find(string name, string content, bool mayBeFile = false) => DataFolder.Find(name, path, content, mayBeFile);
}
