using System.IO.Compression;
using System.Text;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads the tensors of a file that torch.save wrote: a zip with a pickle, data.pkl, which describes the tensors, and an entry of values for
/// each storage. Nothing in the file is executed.
/// </summary>
internal static class TorchFileReader
{
    private const string PickleName = "data.pkl";

    // Which names a message lists at most.
    private const int MaxNames = 10;

    /// <summary>Reads a dictionary of tensors.</summary>
    /// <param name="source">The file. It must be seekable.</param>
    /// <param name="key">The item of the file that has the tensors; null for the file itself or the only item that has.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or has something other than tensors.</exception>
    public static SafetensorsContent Read(Stream source, string? key)
    {
        using ZipArchive archive = Open(source);
        string folder = FindFolder(archive);
        TorchZip zip = new(archive, folder, source.Length);
        PickleValue root = zip.OpenPickle(PickleName, (stream, length) => TorchPickleReader.Read(new ByteSource(stream, PickleName, length)));
        TorchValue.Dictionary tensors = key is null ? FindTensors(root) : Pick(root, key);
        return TorchTensorReader.Read(zip, tensors);
    }

    /// <summary>Opens a zip file.</summary>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    private static ZipArchive Open(Stream source)
    {
        try
        {
            ZipArchive archive = new(source, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The zip file is damaged: {exception.Message}", exception);
        }
    }

    // torch.save puts everything into one folder, whose name is that of the file.
    private static string FindFolder(ZipArchive archive)
    {
        string[] folders =
        [
            .. archive.Entries.Where(entry => entry.Name == PickleName && entry.FullName.Count(letter => letter == '/') <= 1)
                .Select(entry => entry.FullName[..^PickleName.Length]),
        ];
        if (folders.Length != 1)
        {
            throw new InvalidDataException(
                $"The zip file has {folders.Length} entries {PickleName}, but a file that torch.save wrote has 1. Models of ML.NET are loaded with "
                + "MLContext.Model.Load, .keras files with KerasWeights of the package MLNetDeep.Keras.");
        }

        string folder = folders[0];
        if (archive.Entries.Any(entry => entry.FullName.StartsWith($"{folder}code/", StringComparison.Ordinal)))
        {
            throw new InvalidDataException(
                "This is a model of TorchScript, with code. Save its tensors alone in Python: torch.save(torch.jit.load(path).state_dict(), other).");
        }

        ZipArchiveEntry? order = archive.GetEntry($"{folder}byteorder");
        if (order is not null)
        {
            using Stream stream = order.Open();
            byte[] text = new byte[16];
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            string value = Encoding.Latin1.GetString(text, 0, length).Trim();
            if (value != "little")
            {
                throw new InvalidDataException($"The file has the byte order '{value}'; accepted: 'little'.");
            }
        }

        return folder;
    }

    private static TorchValue.Dictionary FindTensors(PickleValue root)
    {
        if (root is not TorchValue.Dictionary dictionary)
        {
            throw new InvalidDataException(
                $"The file has {Describe(root)}, but a dictionary of tensors is needed: torch.save(model.state_dict(), path).");
        }

        if (dictionary.HasOnlyTensors)
        {
            return dictionary;
        }

        string[] keys = [.. dictionary.Items.Where(item => item.Value is TorchValue.Dictionary { HasOnlyTensors: true }).Select(item => item.Key)];
        return keys.Length switch
        {
            1 => (TorchValue.Dictionary)dictionary.Items[keys[0]],
            0 => throw new InvalidDataException($"The file has no dictionary of tensors alone. It has {List(dictionary)}."),
            _ => throw new InvalidDataException(
                $"The file has several dictionaries of tensors: {string.Join(", ", keys.Take(MaxNames))}. Name one: PretrainedWeights.FromPyTorch(path, \"{keys[0]}\")."),
        };
    }

    private static TorchValue.Dictionary Pick(PickleValue root, string key)
    {
        if (root is not TorchValue.Dictionary dictionary || !dictionary.Items.TryGetValue(key, out PickleValue? item))
        {
            throw new InvalidDataException(
                $"The file has no item '{key}'. It has {(root is TorchValue.Dictionary items ? List(items) : Describe(root))}.");
        }

        return item is TorchValue.Dictionary tensors
            ? tensors
            : throw new InvalidDataException($"The item '{key}' of the file is {Describe(item)}, but a dictionary of tensors is needed.");
    }

    private static string List(TorchValue.Dictionary dictionary)
    {
        string[] items = [.. dictionary.Items.Take(MaxNames).Select(item => $"'{item.Key}' ({Describe(item.Value)})")];
        return items.Length == 0
            ? "no items with names"
            : $"{string.Join(", ", items)}{(dictionary.Items.Count > MaxNames ? $" and {dictionary.Items.Count - MaxNames} more" : "")}";
    }

    /// <summary>Says what a value is.</summary>
    internal static string Describe(PickleValue value) => value switch
    {
        TorchValue.Dictionary => "a dictionary",
        TorchValue.Tensor => "a tensor",
        PickleValue.Text => "a text",
        PickleValue.Integer or PickleValue.Number or PickleValue.Boolean => "a number",
        PickleValue.List or PickleValue.Tuple => "a list",
        PickleValue.None => "None",
        _ => "another object",
    };
}
