using System.Collections.Immutable;

namespace MLNetDeep.Data;

/// <summary>Finds the files of CIFAR-10's binary version.</summary>
internal static class CifarFolder
{
    private const string ArchiveFolder = "cifar-10-batches-bin";
    private const string PythonFolder = "cifar-10-batches-py";
    private const string PythonFile = "batches.meta";
    private const string NamesFile = "batches.meta.txt";
    private const int ClassCount = 10;

    private static readonly ImmutableArray<string> s_trainFiles = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
    private static readonly ImmutableArray<string> s_testFiles = ["test_batch.bin"];

    /// <exception cref="DirectoryNotFoundException">The path is that of a file.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is too short or too long, or the names of the classes are not ten lines.</exception>
    public static (ImmutableArray<CifarFile> Files, ImmutableArray<string> ClassNames) Open(string folder, Cifar10Split split)
    {
        ImmutableArray<string> names = split switch
        {
            Cifar10Split.Train => s_trainFiles,
            Cifar10Split.Test => s_testFiles,
            _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Test."),
        };
        if (File.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"'{Path.GetFullPath(folder)}' is a file; accepted: the folder {ArchiveFolder} that cifar-10-binary.tar.gz unpacks to, or the folder that "
                + "contains it.");
        }

        string inArchive = Path.Combine(folder, ArchiveFolder);
        string root = Directory.Exists(inArchive) ? inArchive : folder;
        ImmutableArray<string> classNames = ReadNames(Find(root, NamesFile));
        ImmutableArray<CifarFile> files = [.. names.Select(name => CifarFile.Open(Find(root, name)))];
        foreach (CifarFile file in files)
        {
            if (file.Count != files[0].Count)
            {
                throw new InvalidDataException(
                    $"{file.Place} has {file.Count} images, but {files[0].Place} has {files[0].Count}: one of them is cut.");
            }
        }

        return (files, classNames);
    }

    private static ImmutableArray<string> ReadNames(string path)
    {
        ImmutableArray<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == ClassCount && names.Distinct(StringComparer.Ordinal).Count() == ClassCount
            ? names
            : throw new InvalidDataException($"'{path}' has {names.Length} lines; accepted: {ClassCount} different names of classes, one on each line.");
    }

    private static string Find(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (File.Exists(path))
        {
            return path;
        }

        string other = File.Exists(Path.Combine(folder, PythonFile)) || File.Exists(Path.Combine(folder, PythonFolder, PythonFile))
            ? "The folder has CIFAR-10's Python version, which is not read; the binary version"
            : "CIFAR-10's binary version";
        throw new FileNotFoundException(
            $"'{Path.GetFullPath(path)}' does not exist. {other} has {NamesFile}, {s_trainFiles[0]} to {s_trainFiles[^1]} and {s_testFiles[0]}.", path);
    }
}
