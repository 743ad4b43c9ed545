using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetDeep.Data;

/// <summary>
/// The header of an array in NumPy's NPY format: a magic number, a version, and a dictionary of element type, order and shape.
/// </summary>
internal sealed partial record NpyHeader(string Type, int Count)
{
    private const string Magic = "\x93NUMPY";
    private const int MaxLength = 1 << 12;

    /// <summary>Reads the header of a one-dimensional array.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an NPY header of a one-dimensional array.</exception>
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
            throw source.Error($"the array has version {version} of the NPY format, but only versions 1 to 3 are supported", Magic.Length);
        }

        long offset = source.Offset;
        ulong length = source.ReadNumber(version == 1 ? sizeof(ushort) : sizeof(uint));
        if (length > MaxLength)
        {
            throw source.Error($"the array has a header of {length} bytes, but at most {MaxLength} are accepted", offset);
        }

        string text = source.ReadLatin1((int)length);
        Match match = Dictionary().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw source.Error($"the header is not that of a one-dimensional array: {text.Trim()}", offset);
        }

        if (count > source.MaxLength)
        {
            throw source.Error($"the array's header says {count} elements, but there are at most {source.MaxLength} bytes", offset);
        }

        return new NpyHeader(match.Groups["type"].Value, count);
    }

    // NumPy writes the keys in sorted order.
    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': (False|True), 'shape': \((?<count>\d+),\), \}\s*$")]
    private static partial Regex Dictionary();
}
