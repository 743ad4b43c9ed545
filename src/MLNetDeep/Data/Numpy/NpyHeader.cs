using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetDeep.Data;

/// <summary>The header of an array in NumPy's format NPY: a magic number, a version, and a dictionary of type, order and shape.</summary>
internal sealed partial record NpyHeader(string Type, int Count)
{
    private const string Magic = "\x93NUMPY";
    private const int MaxLength = 1 << 12;

    /// <summary>Reads the header of an array of one dimension.</summary>
    /// <exception cref="InvalidDataException">It is no such header.</exception>
    public static NpyHeader Read(ByteSource source)
    {
        if (source.ReadLatin1(Magic.Length) != Magic)
        {
            throw source.Error("the array does not start with the magic number of the NPY format", 0);
        }

        int version = source.ReadByte();
        source.ReadByte();
        if (version is < 1 or > 3)
        {
            throw source.Error($"the array has version {version} of the NPY format, but 1 to 3 can be read", Magic.Length);
        }

        long offset = source.Offset;
        ulong length = source.ReadNumber(version == 1 ? sizeof(ushort) : sizeof(uint));
        if (length > MaxLength)
        {
            throw source.Error($"the array has a header of {length} bytes, which is not possible", offset);
        }

        string text = source.ReadLatin1((int)length);
        Match match = Dictionary().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw source.Error($"the array's header is not that of an array of one dimension: {text.Trim()}", offset);
        }

        if (count > source.Most)
        {
            throw source.Error($"the array's header says {count} elements, but there are at most {source.Most} bytes", offset);
        }

        return new NpyHeader(match.Groups["type"].Value, count);
    }

    // The keys in the order in which NumPy writes them, sorted.
    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': (False|True), 'shape': \((?<count>\d+),\), \}\s*$")]
    private static partial Regex Dictionary();
}
