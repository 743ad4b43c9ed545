namespace MLNetDeep.Data;

/// <summary>Finds and opens the images and labels of a data set in one of the forms in which MNIST and its relatives are published.</summary>
internal static class MnistFiles
{
    private const string IdxImages = "images-idx3-ubyte";
    private const string IdxLabels = "labels-idx1-ubyte";
    private const string NpzName = "mnist.npz";
    private const string NpzExtension = ".npz";
    private const string ImagesSuffix = "-imgs.npz";
    private const string LabelsSuffix = "-labels.npz";
    private const string UnnamedArray = "arr_0";

    /// <summary>Opens the images and labels of a part of a data set.</summary>
    /// <param name="path">The folder of the files, or the .npz file.</param>
    /// <param name="split">The part.</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static (NumberFile Images, NumberFile Labels) Open(string path, MnistSplit split)
    {
        (string idx, string array) = split switch
        {
            MnistSplit.Train => ("train", "train"),
            MnistSplit.Test => ("t10k", "test"),
            _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Test."),
        };
        if (!Directory.Exists(path) && path.EndsWith(NpzExtension, StringComparison.OrdinalIgnoreCase))
        {
            return OpenArrays(path, array);
        }

        if (File.Exists(path))
        {
            throw new InvalidDataException($"'{path}' is a file; accepted: the folder of a data set, or an .npz file.");
        }

        string? images = FindIdx(path, $"{idx}-{IdxImages}");
        string? labels = FindIdx(path, $"{idx}-{IdxLabels}");
        if (images is null && labels is null)
        {
            string npz = Path.Combine(path, NpzName);
            if (File.Exists(npz))
            {
                return OpenArrays(npz, array);
            }

            if (FindPrefix(path, $"-{array}") is string prefix)
            {
                return (NpyFile.Open(prefix + ImagesSuffix, UnnamedArray), NpyFile.Open(prefix + LabelsSuffix, UnnamedArray));
            }
        }

        return (IdxFile.Open(images ?? throw Missing(path, $"{idx}-{IdxImages}"), DataCatalogExtensions.ImageRank, byte.MaxValue),
            IdxFile.Open(labels ?? throw Missing(path, $"{idx}-{IdxLabels}"), DataCatalogExtensions.LabelRank, DataCatalogExtensions.LabelRank));
    }

    private static (NumberFile Images, NumberFile Labels) OpenArrays(string path, string split) =>
        (NpyFile.Open(path, $"x_{split}"), NpyFile.Open(path, $"y_{split}"));

    // Unpacking programs write the last dash as a dot. Some put each file into a folder of its own name.
    private static string? FindIdx(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] names = [$"{name}.gz", name, $"{dotted}.gz", dotted, Path.Combine(name, name), Path.Combine(dotted, dotted)];
        return names.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }

    // KMNIST and its relatives have four files, such as kmnist-train-imgs.npz and k49-train-imgs.npz, with one unnamed array in each.
    private static string? FindPrefix(string folder, string split)
    {
        string[] images = Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{split}{ImagesSuffix}") : [];
        return images.Length switch
        {
            0 => null,
            1 => images[0][..^ImagesSuffix.Length],
            _ => throw new InvalidDataException(
                $"'{folder}' has the images of several data sets, {string.Join(", ", images.Select(Path.GetFileName).Order(StringComparer.Ordinal))}; "
                + "put each data set into a folder of its own."),
        };
    }

    private static FileNotFoundException Missing(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return new FileNotFoundException(
            $"Neither '{Path.GetFullPath(path)}.gz' nor the same without .gz exists. Accepted are also the names with a dot before idx, "
            + $"{NpzName}, and files such as kmnist-train{ImagesSuffix} and kmnist-train{LabelsSuffix}.",
            path);
    }
}
