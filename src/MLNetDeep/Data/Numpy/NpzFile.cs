using System.IO.Compression;

namespace MLNetDeep.Data;

/// <summary>A file in NumPy's NPZ format: a zip with an NPY file for each array.</summary>
internal sealed class NpzFile(string path)
{
    private const string ObjectType = "|O";

    // Limits the decompressed size relative to the file size, as protection from zip bombs, which expand a thousandfold. Word
    // indices expand threefold. Labels expand far more, but there are few of them: they fit in the base limit.
    private const long BaseLimit = 1 << 20;
    private const long LimitPerByte = 20;

    /// <summary>Reads the header of an array.</summary>
    /// <exception cref="InvalidDataException">The array is missing or damaged.</exception>
    public NpyHeader ReadHeader(string array) => Open(array, NpyHeader.Read);

    /// <summary>Reads an array of lists of integers.</summary>
    /// <exception cref="InvalidDataException">The array is missing, damaged, or has the wrong type.</exception>
    public IReadOnlyList<IReadOnlyList<int>> ReadLists(string array) => Open(array, source =>
    {
        NpyHeader header = NpyHeader.Read(source);
        if (header.Type != ObjectType)
        {
            throw source.Error($"the elements have the type '{header.Type}', but '{ObjectType}' (lists) is needed");
        }

        IReadOnlyList<IReadOnlyList<int>> lists = PickleReader.ReadLists(source, header.Count);
        if (lists.Count != header.Count)
        {
            throw source.Error($"there are {lists.Count} lists, but the header says {header.Count}");
        }

        CheckEnd(source);
        return lists;
    });

    /// <summary>Reads an array of booleans, or of integers of any size that are 0 or 1.</summary>
    /// <exception cref="InvalidDataException">The array is missing, damaged, or has the wrong type.</exception>
    public bool[] ReadBooleans(string array) => Open<bool[]>(array, source =>
    {
        NpyHeader header = NpyHeader.Read(source);
        int size = header.Type switch
        {
            "|b1" or "|u1" or "|i1" => sizeof(byte),
            "<u2" or "<i2" => sizeof(short),
            "<u4" or "<i4" => sizeof(int),
            "<u8" or "<i8" => sizeof(long),
            _ => throw source.Error($"the elements have the type '{header.Type}', but little-endian integers or booleans are needed"),
        };

        // The list grows as values are read: a damaged count must not allocate memory.
        List<bool> values = new();
        for (int i = 0; i < header.Count; i++)
        {
            long offset = source.Offset;
            ulong value = source.ReadNumber(size);
            values.Add(value <= 1 ? value == 1 : throw source.Error($"label {i} is {value}, but 0 or 1 is needed", offset));
        }

        CheckEnd(source);
        return [.. values];
    });

    private static void CheckEnd(ByteSource source)
    {
        if (!source.AtEnd)
        {
            throw source.Error("there are more bytes after the end of the array");
        }
    }

    private T Open<T>(string array, Func<ByteSource, T> read)
    {
        using FileStream file = File.OpenRead(path);
        using ZipArchive archive = OpenZip(file);
        ZipArchiveEntry entry = archive.GetEntry($"{array}.npy")
            ?? throw new InvalidDataException(
                $"'{path}' has no array '{array}.npy'; it has {string.Join(", ", archive.Entries.Select(e => $"'{e.FullName}'"))}.");
        try
        {
            using Stream stream = entry.Open();
            long limit = BaseLimit + (LimitPerByte * file.Length);
            return read(new ByteSource(stream, $"'{path}', {entry.FullName}", Math.Min(limit, entry.Length)));
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith($"'{path}'", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}', {entry.FullName}: the zip is damaged ({e.Message})", e);
        }
    }

    private ZipArchive OpenZip(FileStream file)
    {
        try
        {
            ZipArchive archive = new(file, ZipArchiveMode.Read);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': this is not a zip file, or it is damaged ({e.Message})", e);
        }
    }
}
