using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Data;

/// <summary>Loads image data sets in their published formats.</summary>
public static class DataCatalogExtensions
{
    internal const int ImageRank = 2;
    internal const int LabelRank = 1;

    private const int MaxLabelRank = 2;
    private const string DefaultArray = "arr_0";

    /// <summary>
    /// Loads the MNIST digits, or a data set in the same format such as Fashion-MNIST or KMNIST: images of 28 x 28 pixels and labels from
    /// 0 to 9.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The data set in one of three forms. A folder that contains train-images-idx3-ubyte, train-labels-idx1-ubyte,
    /// t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each with or without the extension .gz, or with a dot before idx, as in
    /// train-images.idx3-ubyte. Keras's mnist.npz, or another .npz file with the arrays x_train, y_train, x_test and y_test, or the folder
    /// that contains mnist.npz. A folder that contains four .npz files such as kmnist-train-imgs.npz, kmnist-train-labels.npz,
    /// kmnist-test-imgs.npz and kmnist-test-labels.npz.</param>
    /// <param name="split">The training set (60,000 rows) or the test set (10,000 rows).</param>
    /// <returns>A view with the columns Image (vector of <see cref="byte"/>, height x width, 28 x 28; 0 is background) and Label
    /// (<see cref="byte"/>). Rows are read from the files as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message contains the path.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the pixels are not bytes, or a label is not an integer from 0 to 255; the
    /// message names the file and the place.</exception>
    public static IDataView LoadMnist(this DataOperationsCatalog catalog, string path, MnistSplit split)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        (NumberFile images, NumberFile labels) = MnistFiles.Open(path, split);
        CheckBytes(images);
        return CreateView(images, labels, labelColumn: null, byteLabels: true);
    }

    /// <summary>
    /// Loads Fashion-MNIST (Xiao et al., 2017): images of 28 x 28 pixels of clothes, shoes and bags, in ten classes.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The data set in one of the forms of <see cref="LoadMnist"/>, for example the folder with
    /// train-images-idx3-ubyte.gz and the other files.</param>
    /// <param name="split">The training set (60,000 rows) or the test set (10,000 rows).</param>
    /// <returns>A view with the columns Image (vector of <see cref="byte"/>, height x width, 28 x 28; 0 is background) and Label (key of
    /// <see cref="uint"/>, 1 to 10, whose values are the names of the classes, such as "Sandal"). Rows are read from the files as a cursor
    /// moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message contains the path.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the pixels are not bytes, or a label is not an integer from 0 to 9; the
    /// message names the file and the place.</exception>
    public static IDataView LoadFashionMnist(this DataOperationsCatalog catalog, string path, MnistSplit split)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        (NumberFile images, NumberFile labels) = MnistFiles.Open(path, split);
        CheckBytes(images);
        return CreateView(images, labels, labelColumn: null, byteLabels: false, FashionMnistClasses.Names);
    }

    /// <summary>
    /// Loads CIFAR-10 (Krizhevsky, 2009) in its binary version: images of 32 x 32 pixels in colour, in ten classes.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder that contains data_batch_1.bin to data_batch_5.bin, test_batch.bin and batches.meta.txt, or the folder
    /// that contains cifar-10-batches-bin. Unpack the archive cifar-10-binary.tar.gz first.</param>
    /// <param name="split">The training set (50,000 rows) or the test set (10,000 rows).</param>
    /// <returns>A view with the columns Image (vector of <see cref="byte"/>, height x width x channels, 32 x 32 x 3; red, green, blue) and
    /// Label (key of <see cref="uint"/>, 1 to 10, whose values are the names of the classes in batches.meta.txt, such as "airplane"). Rows are
    /// read from the files as a cursor moves.</returns>
    /// <exception cref="DirectoryNotFoundException">The path is that of a file, such as the archive.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message contains the path.</exception>
    /// <exception cref="InvalidDataException">A file is too short or too long, or a label is not an integer from 0 to 9; the message names the
    /// file.</exception>
    public static IDataView LoadCifar10(this DataOperationsCatalog catalog, string folder, Cifar10Split split)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (ImmutableArray<CifarFile> files, ImmutableArray<string> classNames) = CifarFolder.Open(folder, split);
        return new CifarView(files, classNames);
    }

    /// <summary>Loads images and their labels from two IDX files. Each may have any of the format's types of numbers.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="imagesPath">The file of images, plain or gzipped. Its first dimension is the number of images; the others are those of
    /// an image, such as height and width.</param>
    /// <param name="labelsPath">The file of labels, plain or gzipped, with one label, or a row of numbers, for each image.</param>
    /// <param name="labelColumn">Which number of a row is the label, from 0; for QMNIST's labels, 0 is the digit. Default null: the file has
    /// only one number for each image.</param>
    /// <returns>A view with the columns Image (vector of the images' dimensions) and Label. Their types are those of the files:
    /// <see cref="byte"/>, <see cref="sbyte"/>, <see cref="short"/>, <see cref="int"/>, <see cref="float"/> or <see cref="double"/>. Rows
    /// are read from the files as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the files have different counts, or there is no such label column; the
    /// message names the file and the offset.</exception>
    public static IDataView LoadIdx(this DataOperationsCatalog catalog, string imagesPath, string labelsPath, int? labelColumn = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(imagesPath);
        ArgumentException.ThrowIfNullOrEmpty(labelsPath);
        NumberFile images = IdxFile.Open(imagesPath, ImageRank, byte.MaxValue);
        NumberFile labels = IdxFile.Open(labelsPath, LabelRank, MaxLabelRank);
        return CreateView(images, labels, labelColumn, byteLabels: false);
    }

    /// <summary>Loads images and their labels from arrays of numbers in files of NumPy's NPZ format.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="imagesPath">The .npz file of the images.</param>
    /// <param name="labelsPath">The .npz file of the labels; it may be the same.</param>
    /// <param name="imagesArray">The name of the array of images. Its first dimension is the number of images; the others are those of an
    /// image. Default arr_0, the name of an unnamed array.</param>
    /// <param name="labelsArray">The name of the array of labels, with one label, or a row of numbers, for each image. Default arr_0.</param>
    /// <param name="labelColumn">Which number of a row is the label, from 0. Default null: the array has only one number for each
    /// image.</param>
    /// <returns>A view with the columns Image (vector of the images' dimensions) and Label. Their types are those of the arrays: integers of
    /// 8 to 64 bits, <see cref="float"/> or <see cref="double"/>; booleans are <see cref="byte"/>. Rows are read from the files as a cursor
    /// moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, an array is missing or has an unsupported type, the arrays have different
    /// counts, or there is no such label column; the message names the file and the array.</exception>
    public static IDataView LoadNpz(
        this DataOperationsCatalog catalog,
        string imagesPath,
        string labelsPath,
        string imagesArray = DefaultArray,
        string labelsArray = DefaultArray,
        int? labelColumn = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(imagesPath);
        ArgumentException.ThrowIfNullOrEmpty(labelsPath);
        ArgumentException.ThrowIfNullOrEmpty(imagesArray);
        ArgumentException.ThrowIfNullOrEmpty(labelsArray);
        return CreateView(NpyFile.Open(imagesPath, imagesArray), NpyFile.Open(labelsPath, labelsArray), labelColumn, byteLabels: false);
    }

    private static void CheckBytes(NumberFile images)
    {
        if (images.Type.Type != NumberDataViewType.Byte)
        {
            throw new InvalidDataException(
                $"{images.Place}: the pixels are numbers of the type {images.Type.Type}, but bytes from 0 to 255 are needed. For other "
                + $"types use {nameof(LoadIdx)} or {nameof(LoadNpz)}.");
        }
    }

    private static ImageView CreateView(
        NumberFile images, NumberFile labels, int? labelColumn, bool byteLabels, ImmutableArray<string> classNames = default)
    {
        if (images.ItemShape.IsEmpty)
        {
            throw new InvalidDataException($"{images.Place}: there is only one number for each image, but its pixels are needed.");
        }

        if (images.Count != labels.Count)
        {
            throw new InvalidDataException(
                $"{labels.Place}{labels.CountPlace}: there are {labels.Count} labels, but {images.Place}{images.CountPlace} has {images.Count} images.");
        }

        if (labelColumn is null && labels.ItemLength > 1)
        {
            throw new InvalidDataException(
                $"{labels.Place}: there are {labels.ItemLength} numbers for each image; set labelColumn to choose the label among them.");
        }

        return labelColumn is null or >= 0 && labelColumn.GetValueOrDefault() < labels.ItemLength
            ? new ImageView(images, labels, labelColumn.GetValueOrDefault(), byteLabels, classNames)
            : throw new ArgumentOutOfRangeException(
                nameof(labelColumn), labelColumn, $"{labels.Place} has the label columns 0 to {labels.ItemLength - 1}.");
    }
}
