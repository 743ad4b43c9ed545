using System.IO.Compression;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>A file in NumPy's NPZ format: a zip with an NPY file for each array.</summary>
internal sealed class NpzFile(string path)
{
    private const string ObjectType = "|O";

    // Limits the decompressed size relative to the file size, as protection from zip bombs, which expand a thousandfold. Word
    // indices expand threefold. Labels expand far more, but there are few of them: they fit in the base limit.
    private const long BaseLimit = 1 << 20;
    private const long LimitPerByte = 20;

    /// <summary>Returns the file and the entry of an array, for messages.</summary>
    public string Place(string array) => $"'{path}', {array}.npy";

    /// <summary>Reads the header of an array.</summary>
    /// <exception cref="InvalidDataException">The array is missing or damaged.</exception>
    public NpyHeader ReadHeader(string array) => ReadHeader(array, (header, _, _) => header);

    /// <summary>Reads the header of an array, and returns what a function makes of it. The function also takes the source for error
    /// messages, and the length of the entry in bytes.</summary>
    /// <exception cref="InvalidDataException">The array is missing or damaged.</exception>
    public T ReadHeader<T>(string array, Func<NpyHeader, ByteSource, long, T> read) =>
        Open(array, (source, length) => read(NpyHeader.Read(source), source, length));

    /// <summary>Reads an array of lists of integers, or an array of two dimensions of integers, whose rows are the lists.</summary>
    /// <exception cref="InvalidDataException">The array is missing, damaged, or has the wrong type.</exception>
    public IReadOnlyList<IReadOnlyList<int>> ReadLists(string array) => Open(array, (source, _) =>
    {
        NpyHeader header = NpyHeader.Read(source);
        IReadOnlyList<IReadOnlyList<int>> lists = header switch
        {
            { Type: ObjectType, Shape.Length: 1 } => IntegerListReader.ReadLists(source, header.Count),
            { Shape.Length: 2 } => ReadRows(source, header),
            _ => throw source.Error(
                $"the array has the type '{header.Type}' and the shape ({string.Join(", ", header.Shape)}), but '{ObjectType}' (lists) "
                + "with one dimension, or integers with two, are needed"),
        };
        if (lists.Count != header.Count)
        {
            throw source.Error($"there are {lists.Count} lists, but the header says {header.Count}");
        }

        CheckEnd(source);
        return lists;
    });

    /// <summary>Reads an array of booleans, or of numbers of any type that are 0 or 1, with one value for each item.</summary>
    /// <exception cref="InvalidDataException">The array is missing, damaged, or has the wrong type.</exception>
    public bool[] ReadBooleans(string array) => Open<bool[]>(array, (source, _) =>
    {
        NpyHeader header = NpyHeader.Read(source);
        NumberType type = NpyTypes.Find(header.Type, source);
        if (header.Shape.RemoveAt(0).Any(size => size != 1))
        {
            throw source.Error($"the array has the shape ({string.Join(", ", header.Shape)}), but one label for each item is needed");
        }

        // The list grows as values are read: a damaged count must not allocate memory.
        List<bool> values = new();
        Span<byte> number = stackalloc byte[type.Size];
        for (int i = 0; i < header.Count; i++)
        {
            long offset = source.Offset;
            source.ReadBytes(number);
            values.Add(type.ToByte(number) is byte label and <= 1
                ? label == 1
                : throw source.Error($"label {i} is {type.ToText(number)}, but 0 or 1 is needed", offset));
        }

        CheckEnd(source);
        return [.. values];
    });

    /// <summary>Opens the entry of an array for reading, from its header.</summary>
    /// <param name="array">The name of the array.</param>
    /// <param name="owner">What to dispose after the stream.</param>
    /// <param name="isCompressed">Whether the array is compressed.</param>
    /// <exception cref="InvalidDataException">The array is missing, or the file is damaged.</exception>
    public Stream OpenStream(string array, out IDisposable owner, out bool isCompressed)
    {
        ZipArchive archive = OpenZip(File.OpenRead(path));
        try
        {
            ZipArchiveEntry entry = FindEntry(archive, array);
            owner = archive;
            isCompressed = entry.CompressedLength < entry.Length;
            return OpenEntry(entry);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static List<int[]> ReadRows(ByteSource source, NpyHeader header)
    {
        NumberType type = NpyTypes.Find(header.Type, source);
        int length = header.Shape[1];
        if ((long)length * type.Size > source.MaxLength)
        {
            throw source.Error($"the array's header says {length} integers in a row, but there are at most {source.MaxLength} bytes");
        }

        List<int[]> rows = new();
        Span<byte> number = stackalloc byte[type.Size];
        for (int i = 0; i < header.Count; i++)
        {
            int[] row = new int[length];
            for (int j = 0; j < length; j++)
            {
                long offset = source.Offset;
                source.ReadBytes(number);
                row[j] = type.ToInt32(number)
                    ?? throw source.Error($"the value {j} of row {i} is {type.ToText(number)}, but a 32-bit integer is needed", offset);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static void CheckEnd(ByteSource source)
    {
        if (!source.AtEnd)
        {
            throw source.Error("there are more bytes after the end of the array");
        }
    }

    private T Open<T>(string array, Func<ByteSource, long, T> read)
    {
        using FileStream file = File.OpenRead(path);
        using ZipArchive archive = OpenZip(file);
        ZipArchiveEntry entry = FindEntry(archive, array);
        using Stream stream = OpenEntry(entry);
        long limit = BaseLimit + (LimitPerByte * file.Length);
        return read(new ByteSource(stream, Place(array), Math.Min(limit, entry.Length)), entry.Length);
    }

    private ZipArchiveEntry FindEntry(ZipArchive archive, string array)
    {
        ZipArchiveEntry entry = archive.GetEntry($"{array}.npy") ?? throw new InvalidDataException(
            $"'{path}' has no array '{array}.npy'; it has {string.Join(", ", archive.Entries.Select(e => $"'{e.FullName}'"))}.");
        return entry.Length <= Deflate.MaxContentLength(entry.CompressedLength) ? entry : throw new InvalidDataException(
            $"{Place(array)}: the zip says {entry.Length} bytes, but {entry.CompressedLength} compressed bytes cannot hold them.");
    }

    private CheckedEntryStream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return new CheckedEntryStream(entry);
        }
        catch (InvalidDataException e)
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
            file.Dispose();
            throw new InvalidDataException($"'{path}': this is not a zip file, or it is damaged ({e.Message})", e);
        }
    }
}
