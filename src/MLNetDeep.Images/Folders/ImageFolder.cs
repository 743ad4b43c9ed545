using System.Collections.Immutable;
using System.IO.Enumeration;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Data;

/// <summary>Finds the classes and the image files of a folder, and chooses which of the files are read, in which order.</summary>
/// <param name="Files">The files, in the order of the rows.</param>
/// <param name="ClassNames">The names of the classes.</param>
/// <param name="PositiveClass">The index of the class whose label is true, counted from 0; null if labels are keys.</param>
/// <param name="Warnings">Warnings about probable mistakes: images that are in no class, and classes without images.</param>
internal sealed record ImageFolder(
    ImmutableArray<ImageFile> Files, ImmutableArray<string> ClassNames, int? PositiveClass, ImmutableArray<string> Warnings)
{
    private static readonly EnumerationOptions s_topLevel = new();
    private static readonly EnumerationOptions s_allLevels = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">There is no class, no image, or a class that the options do not name.</exception>
    public static ImageFolder Open(string path, ImageFolderOptions options)
    {
        string place = $"'{Path.GetFullPath(path)}'";
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(File.Exists(path)
                ? $"{place} is a file; accepted: a folder that has a folder with images for each class."
                : $"The folder {place} does not exist; it should have a folder with images for each class.");
        }

        ImmutableArray<string> classNames = FindClasses(path, place, options.ClassNames);
        HashSet<string> extensions = new(options.Extensions, StringComparer.OrdinalIgnoreCase);
        ImmutableArray<ImmutableArray<string>> classes = [.. classNames.Select(name => FindFiles(Path.Combine(path, name), extensions, s_allLevels))];
        ImageFile[] files = [.. classes.SelectMany((paths, i) => paths.Select(file => new ImageFile(file, i)))];
        return files.Length == 0
            ? throw new InvalidDataException(
                $"The folders of the classes in {place} ({string.Join(", ", classNames)}) have no file with the extension "
                + $"{string.Join(", ", options.Extensions)}.")
            : new ImageFolder(
                [.. Choose(files.Length, place, options).Select(i => files[i])],
                classNames,
                options.PositiveClass is { } positive ? FindPositive(positive, classNames, place) : null,
                [.. FindWarnings(FindFiles(path, extensions, s_topLevel), classes, classNames, place, options)]);
    }

    // Hidden folders, such as .ipynb_checkpoints, are not classes.
    private static ImmutableArray<string> FindClasses(string path, string place, ImmutableArray<string> known)
    {
        string[] found =
        [
            .. Directory.EnumerateDirectories(path, "*", s_topLevel).Select(folder => Path.GetFileName(folder)).Where(name => !IsHidden(name))
                .Order(StringComparer.Ordinal),
        ];
        if (found.Length == 0)
        {
            throw new InvalidDataException($"The folder {place} has no folders; it should have a folder with images for each class.");
        }

        return known.IsEmpty ? [.. found]
            : Array.Find(found, name => !known.Contains(name)) is { } other ? throw new InvalidDataException(
                $"The folder {place} has a folder '{other}', which is not among the classes {string.Join(", ", known)}.")
            : known;
    }

    // Paths are compared with the same separator on every operating system, so that the order is the same.
    private static ImmutableArray<string> FindFiles(string folder, HashSet<string> extensions, EnumerationOptions levels)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        FileSystemEnumerable<string> files = new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), levels)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && !IsHidden(entry.FileName) && extensions.Contains(Path.GetExtension(entry.FileName).ToString()),

            // A link to a folder may lead back to a folder above it.
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !IsHidden(entry.FileName) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. files.OrderBy(file => file.Replace('\\', '/'), StringComparer.Ordinal)];
    }

    // .NET skips files with the attribute Hidden. On Windows, files whose names begin with a dot lack it, such as ._1.png from a macOS
    // archive.
    private static bool IsHidden(ReadOnlySpan<char> name) => name.StartsWith('.');

    private static int FindPositive(string positive, ImmutableArray<string> classNames, string place) =>
        classNames.IndexOf(positive) is >= 0 and int index ? index : throw new InvalidDataException(
            $"{nameof(ImageFolderOptions.PositiveClass)} is '{positive}', which is not among the classes of {place}: {string.Join(", ", classNames)}.");

    // Classes that the options name may be missing.
    private static IEnumerable<string> FindWarnings(
        ImmutableArray<string> loose,
        ImmutableArray<ImmutableArray<string>> classes,
        ImmutableArray<string> classNames,
        string place,
        ImageFolderOptions options)
    {
        if (!loose.IsEmpty)
        {
            yield return $"{loose.Length} images in {place} are passed over, since they are in no folder of a class, such as '{loose[0]}'.";
        }

        string[] empty = options.ClassNames.IsEmpty ? [.. classNames.Where((_, i) => classes[i].IsEmpty).Select(name => $"'{name}'")] : [];
        if (empty.Length > 0)
        {
            yield return $"The folders of these classes in {place} have no file with the extension {string.Join(", ", options.Extensions)}: "
                + $"{string.Join(", ", empty)}.";
        }
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
                $"{nameof(options.ValidationSplit)} {options.ValidationSplit} of the {count} images in {place} leaves no image "
                + "for validation.");
        }

        int[] chosen = options.Subset == ImageSubset.Validation ? order[^heldOut..] : order[..^heldOut];
        if (!options.Shuffle)
        {
            Array.Sort(chosen);
        }

        return chosen;
    }
}
