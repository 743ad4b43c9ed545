using System.Numerics;
using Microsoft.ML.Data;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>The types of numbers in NumPy's NPY format, by the names that NumPy writes into the headers of arrays.</summary>
internal static class NpyTypes
{
    private static readonly Dictionary<string, NumberType> s_types = Create();

    /// <summary>Returns the type with a name.</summary>
    /// <exception cref="InvalidDataException">The name is not that of a supported type.</exception>
    public static NumberType Find(string name, ByteSource source) =>
        s_types.GetValueOrDefault(name) ?? throw source.Error(
            $"the elements have the type '{name}', but only numbers are supported: {string.Join(", ", s_types.Keys)}");

    private static Dictionary<string, NumberType> Create()
    {
        // Booleans are bytes that are 0 or 1.
        Dictionary<string, NumberType> types = new()
        {
            ["|b1"] = NumberType.LittleEndian<byte>(NumberDataViewType.Byte),
            ["|u1"] = NumberType.LittleEndian<byte>(NumberDataViewType.Byte),
            ["|i1"] = NumberType.LittleEndian<sbyte>(NumberDataViewType.SByte),
        };
        Add<ushort>("u2", NumberDataViewType.UInt16);
        Add<short>("i2", NumberDataViewType.Int16);
        Add<uint>("u4", NumberDataViewType.UInt32);
        Add<int>("i4", NumberDataViewType.Int32);
        Add<ulong>("u8", NumberDataViewType.UInt64);
        Add<long>("i8", NumberDataViewType.Int64);
        Add<float>("f4", NumberDataViewType.Single);
        Add<double>("f8", NumberDataViewType.Double);
        return types;

        void Add<T>(string name, NumberDataViewType type) where T : unmanaged, INumber<T>
        {
            types.Add($"<{name}", NumberType.LittleEndian<T>(type));
            types.Add($">{name}", NumberType.BigEndian<T>(type));
        }
    }
}
