using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Data;

/// <summary>Loads data sets of image files.</summary>
public static class ImageDataCatalogExtensions
{
    private const int NotMnistSide = 28;

    private static readonly ImmutableArray<string> s_letters = [.. "ABCDEFGHIJ".Select(letter => $"{letter}")];

    /// <summary>
    /// Loads the images in a folder that has a folder for each class, such as <c>flowers/roses/1.jpg</c>. Images may have any size and mode:
    /// <c>ResizeImages</c> and <c>ExtractPixels</c> give them one.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder. The names of its folders are the classes; the files in them, and in folders below them, are the
    /// images. Hidden files and folders, and links to folders below a class, are passed over.</param>
    /// <param name="options">The extensions, what to do with damaged files, the split and the order. Default null: all images in random order;
    /// a damaged one causes an exception.</param>
    /// <returns>
    /// A view with the columns ImagePath (text), Label (key of <see cref="uint"/> whose values are the names of the classes, in ordinal order
    /// unless the options give them) and Image (<c>MLImage</c>; who reads it disposes it). The names of the files are read now. An image is
    /// decoded when its row is read, in each pass again; with <see cref="DamagedImages.Skip"/> each file is decoded once to know whether it has
    /// a row, which costs nothing more if Image is read in that pass. <c>LoadImages("Image", "", "ImagePath")</c> would decode all again.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder has no folders or no images, or a folder that <see cref="ImageFolderOptions.ClassNames"/> does not name. Thrown as a row is
    /// read: an image cannot be decoded; the message names the file and the problem.
    /// </exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public static IDataView LoadImageFolder(this DataOperationsCatalog catalog, string folder, ImageFolderOptions? options = null) =>
        Load(catalog, folder, options ?? new ImageFolderOptions(), new MLImageOutput());

    /// <summary>
    /// Loads notMNIST (Bulatov, 2011): images of 28 x 28 pixels of the letters A to J in many fonts.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder with the folders A to J, such as notMNIST_small or notMNIST_large.</param>
    /// <param name="options">See <see cref="LoadImageFolder"/>. Default null: all images in random order, without the damaged files, of which the
    /// published archives have some. <see cref="ImageFolderOptions.ClassNames"/> must be empty.</param>
    /// <returns>A view with the columns ImagePath (text), Label (key of <see cref="uint"/>, 1 to 10, whose values are "A" to "J") and Image
    /// (vector of <see cref="byte"/>, height x width, 28 x 28; 0 is background). A colour becomes grey: 0.299 red + 0.587 green + 0.114
    /// blue. An image of another size counts as damaged.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder, or one of the folders A to J, does not exist.</exception>
    /// <exception cref="InvalidDataException">The folder has no images or another folder. Thrown as a row is read: an image cannot be
    /// decoded; the message names the file and the problem.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public static IDataView LoadNotMnist(this DataOperationsCatalog catalog, string folder, ImageFolderOptions? options = null)
    {
        options ??= new ImageFolderOptions { Damaged = DamagedImages.Skip };
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!options.ClassNames.IsEmpty)
        {
            throw new ArgumentException($"{nameof(options.ClassNames)} is set; accepted: none, since the classes of notMNIST are A to J.", nameof(options));
        }

        if (Directory.Exists(folder) && s_letters.FirstOrDefault(letter => !Directory.Exists(Path.Combine(folder, letter))) is { } missing)
        {
            throw new DirectoryNotFoundException(
                $"The folder '{Path.GetFullPath(Path.Combine(folder, missing))}' does not exist; notMNIST has a folder for each letter from A to J.");
        }

        return Load(catalog, folder, options with { ClassNames = s_letters }, new GreyOutput(NotMnistSide));
    }

    private static ImageFolderView Load(DataOperationsCatalog catalog, string folder, ImageFolderOptions options, ImageOutput output)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Check();
        return new ImageFolderView(
            MLNetInternals.EnvironmentOf(catalog), ImageFolder.Open(folder, options), output, options.Damaged == DamagedImages.Skip);
    }
}
