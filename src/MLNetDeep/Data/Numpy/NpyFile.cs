namespace MLNetDeep.Data;

/// <summary>An array of numbers in a file of NumPy's NPZ format. Its first dimension is the number of items.</summary>
internal sealed class NpyFile : NumberFile
{
    private readonly NpzFile _file;
    private readonly string _array;

    private NpyFile(NpzFile file, string array, NumberType type, NpyHeader header)
        : base(file.Place(array), type, header.Shape, header.Length)
    {
        _file = file;
        _array = array;
    }

    /// <summary>Reads the header of an array.</summary>
    /// <param name="path">The path of the .npz file.</param>
    /// <param name="array">The name of the array, without .npy.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file has no such array of numbers.</exception>
    public static NpyFile Open(string path, string array)
    {
        NpzFile file = new(path);
        return file.ReadHeader(array, (header, source, length) =>
        {
            NumberType type = NpyTypes.Find(header.Type, source);
            long size = type.Size;
            foreach (int dimension in header.Shape.RemoveAt(0))
            {
                size *= dimension;
                if (size < 1 || size > Array.MaxLength)
                {
                    throw source.Error($"an item of the array has the dimensions {string.Join(" x ", header.Shape.RemoveAt(0))}, "
                        + $"but it must have from 1 to {Array.MaxLength} bytes");
                }
            }

            return header.Length + (header.Count * size) == length ? new NpyFile(file, array, type, header) : throw source.Error(
                $"the header says {header.Count} items of {size} bytes, but {length - header.Length} bytes follow it");
        });
    }

    internal override Stream OpenStream(out IDisposable owner, out bool isSlow) => _file.OpenStream(_array, out owner, out isSlow);
}
