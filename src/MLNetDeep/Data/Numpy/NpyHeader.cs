using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// The header of an array in NumPy's NPY format: a magic number, a version, and a dictionary of element type, order and shape.
/// </summary>
/// <param name="Type">The type of the elements, as NumPy writes it, such as |u1 or &lt;f4.</param>
/// <param name="Shape">The dimensions; at least one.</param>
/// <param name="Length">The length of the header, in bytes.</param>
internal sealed partial record NpyHeader(string Type, ImmutableArray<int> Shape, int Length)
{
    private const string Magic = "\x93NUMPY";
    private const int MaxLength = 1 << 12;

    /// <summary>The first dimension.</summary>
    public int Count => Shape[0];

    /// <summary>Reads the header of an array with row-major order.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an NPY header of an array of at least one dimension in row-major
    /// order.</exception>
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
        if (!match.Success || !TryParseShape(match.Groups["shape"].Value, out ImmutableArray<int> shape))
        {
            throw source.Error($"the header is not that of an array of numbers or lists: {text.Trim()}", offset);
        }

        if (shape[0] > source.MaxLength)
        {
            throw source.Error($"the array's header says {shape[0]} elements, but there are at most {source.MaxLength} bytes", offset);
        }

        if (shape.Length > 1 && match.Groups["order"].Value == "True")
        {
            throw source.Error("the array is in column-major order (fortran_order); save it again after numpy.ascontiguousarray", offset);
        }

        return new NpyHeader(match.Groups["type"].Value, shape, (int)source.Offset);
    }

    private static bool TryParseShape(string text, out ImmutableArray<int> shape)
    {
        ImmutableArray<int>.Builder sizes = ImmutableArray.CreateBuilder<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            {
                shape = [];
                return false;
            }

            sizes.Add(size);
        }

        shape = sizes.ToImmutable();
        return shape.Length > 0;
    }

    // NumPy writes the keys in sorted order.
    [GeneratedRegex(@"^\{'descr': '(?<type>[^']*)', 'fortran_order': (?<order>False|True), 'shape': \((?<shape>[\d, ]*)\), \}\s*$")]
    private static partial Regex Dictionary();
}
