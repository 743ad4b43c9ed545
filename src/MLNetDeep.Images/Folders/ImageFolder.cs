using System.Collections.Immutable;
using System.IO.Enumeration;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Data;

/// <summary>Finds the classes and the image files of a folder, and chooses which of the files are read, in which order.</summary>
/// <param name="Files">The files, in the order of the rows.</param>
/// <param name="ClassNames">The names of the classes.</param>
internal sealed record ImageFolder(ImmutableArray<ImageFile> Files, ImmutableArray<string> ClassNames)
{
    private static readonly EnumerationOptions s_subfolders = new();
    private static readonly EnumerationOptions s_files = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">There is no class, no image, or a class that the options do not name.</exception>
    public static ImageFolder Open(string path, ImageFolderOptions options)
    {
        string place = $"'{Path.GetFullPath(path)}'";
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"The folder {place} does not exist; it should have a folder with images for each class.");
        }

        ImmutableArray<string> classNames = FindClasses(path, place, options.ClassNames);
        HashSet<string> extensions = new(options.Extensions, StringComparer.OrdinalIgnoreCase);
        ImageFile[] files = [.. classNames.SelectMany((name, i) => FindFiles(Path.Combine(path, name), extensions).Select(file => new ImageFile(file, i)))];
        return files.Length > 0
            ? new ImageFolder([.. Choose(files.Length, place, options).Select(i => files[i])], classNames)
            : throw new InvalidDataException(
                $"The folders of the classes in {place} ({string.Join(", ", classNames)}) have no file with the extension "
                + $"{string.Join(", ", options.Extensions)}.");
    }

    // Hidden folders, such as .ipynb_checkpoints, are no classes.
    private static ImmutableArray<string> FindClasses(string path, string place, ImmutableArray<string> known)
    {
        string[] found = [.. Directory.EnumerateDirectories(path, "*", s_subfolders).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        if (found.Length == 0)
        {
            throw new InvalidDataException($"The folder {place} has no folders; it should have a folder with images for each class.");
        }

        return known.IsEmpty ? [.. found]
            : Array.Find(found, name => !known.Contains(name)) is { } other ? throw new InvalidDataException(
                $"The folder {place} has a folder '{other}', which is not among the classes {string.Join(", ", known)}.")
            : known;
    }

    // Paths are compared with the same separator on each system, so that the order is the same.
    private static IEnumerable<string> FindFiles(string folder, HashSet<string> extensions)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        FileSystemEnumerable<string> files = new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), s_files)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && extensions.Contains(Path.GetExtension(entry.FileName).ToString()),

            // A link to a folder may lead back to a folder above it.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return files.OrderBy(file => file.Replace('\\', '/'), StringComparer.Ordinal);
    }

    private static int[] Choose(int count, string place, ImageFolderOptions options)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (options.Shuffle || options.Subset != ImageSubset.All)
        {
            Seeds.Generator(options.Seed, RandomStream.Shuffling, 0).Shuffle(order);
        }

        int heldOut = (int)(options.ValidationSplit * count);
        if (options.Subset == ImageSubset.Validation && heldOut == 0)
        {
            throw new InvalidDataException(
                $"{nameof(options.ValidationSplit)} {options.ValidationSplit} of the {count} images in {place} is no image.");
        }

        int[] chosen = options.Subset == ImageSubset.Validation ? order[^heldOut..] : order[..^heldOut];
        if (!options.Shuffle)
        {
            Array.Sort(chosen);
        }

        return chosen;
    }
}
