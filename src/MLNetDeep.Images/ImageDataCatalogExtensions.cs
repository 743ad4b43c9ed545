using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Interop;

namespace MLNetDeep.Data;

/// <summary>Loads data sets of image files.</summary>
public static class ImageDataCatalogExtensions
{
    private const int NotMnistSide = 28;

    private static readonly ImmutableArray<string> s_letters = [.. "ABCDEFGHIJ".Select(letter => $"{letter}")];

    /// <summary>
    /// Loads the images in a folder that has a folder for each class, such as <c>flowers/roses/1.jpg</c>. Images may have any size and
    /// colour mode: give them one size with <c>ResizeImages</c>, then convert them to features with <c>ExtractPixels</c>.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder. Each folder in it is a class; the files in that folder, and in folders below it, are the images of the
    /// class. Files and folders that are hidden or whose names begin with a dot are passed over, and so are links to folders below a class.
    /// Images that are in no folder of a class are passed over with a warning in the log.</param>
    /// <param name="options">The extensions, what to do with damaged files, the split and the order. Default null: all images in random order;
    /// a damaged one causes an exception.</param>
    /// <returns>
    /// A view with the columns ImagePath (text), Label (key of <see cref="uint"/> whose values are the names of the classes, in ordinal order
    /// unless the options give them; <see cref="bool"/> with <see cref="ImageFolderOptions.PositiveClass"/>) and Image (<c>MLImage</c>; the
    /// reader of a row disposes it). The names of the files are read now. An image is decoded when the Image column of its row is read, in each
    /// pass. With <see cref="DamagedImages.Skip"/>, the first pass decodes each file to find out whether it has a row, even if the pass does
    /// not read Image. <c>LoadImages("Image", "", "ImagePath")</c> is not needed: it would decode each file a second time.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder has no folders, no images, a folder that <see cref="ImageFolderOptions.ClassNames"/> does not name, no class of the name
    /// <see cref="ImageFolderOptions.PositiveClass"/>, or too few images for <see cref="ImageFolderOptions.ValidationSplit"/>. Also thrown
    /// while rows are read, if an image cannot be decoded; the message then names the file and the problem.
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
    /// (vector of <see cref="byte"/>, height x width, 28 x 28; 0 is background). Colours become grey: 0.299 red + 0.587 green + 0.114
    /// blue. An image of another size counts as damaged.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder, or one of the folders A to J, does not exist.</exception>
    /// <exception cref="InvalidDataException">The folder has no images, or a folder with another name. Also thrown while rows are read, if an
    /// image cannot be decoded; the message then names the file and the problem.</exception>
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
        IHostEnvironment env = MLNetInternals.EnvironmentOf(catalog);
        ImageFolder found = ImageFolder.Open(folder, options);
        Warn(env, found.Warnings);
        return new ImageFolderView(env, found, output, options.Damaged == DamagedImages.Skip);
    }

    private static void Warn(IHostEnvironment env, ImmutableArray<string> warnings)
    {
        if (!warnings.IsEmpty)
        {
            using IChannel channel = env.Start(ImageFolderView.Channel);
            foreach (string warning in warnings)
            {
                channel.Warning(MessageSensitivity.Schema, "{0}", warning);
            }
        }
    }
}
