using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// The frame of a Model.key: a header of 256 bytes, the model block, the string table (the end of each string within the
/// characters, in bytes), the characters (UTF-16), the loader assembly's name (UTF-16) and a tail. Little endian throughout.
/// </summary>
internal sealed class ModelHeader
{
    private const int Size = 0x100;
    private const ulong Signature = 0x4C45444F4D004C4D; // "ML\0MODEL"
    private const ulong TailSignature = 0x4D4C004D4F44454C; // "LEDOM\0LM"
    private const uint VersionWritten = 0x00010002;
    private const uint OldestVersion = 0x00010001;

    private ModelHeader()
    {
    }

    public ulong ModelSignature { get; private init; }

    public uint ModelVersionWritten { get; private init; }

    public uint ModelVersionReadable { get; private init; }

    public string LoaderSignature { get; private init; } = "";

    public string LoaderSignatureAlt { get; private init; } = "";

    public string LoaderAssemblyName { get; private init; } = "";

    public string[] Strings { get; private init; } = [];

    /// <summary>Where the model block lies in the file.</summary>
    public Range Model { get; private init; }

    public static byte[] Write(in VersionInfo version, ReadOnlySpan<byte> model, IReadOnlyCollection<string> strings)
    {
        int characters = strings.Sum(s => s.Length);
        string assembly = version.LoaderAssemblyName ?? "";
        bool hasStrings = strings.Count > 0;
        int table = Size + model.Length;
        int pool = table + (sizeof(long) * strings.Count);
        int name = pool + (sizeof(char) * characters);
        int tail = name + (sizeof(char) * assembly.Length);
        var file = new byte[tail + sizeof(ulong)];

        Put64(file, 0x00, Signature);
        Put32(file, 0x08, VersionWritten);
        Put32(file, 0x0C, VersionWritten);
        Put64(file, 0x10, Size);
        Put64(file, 0x18, (ulong)model.Length);
        if (hasStrings)
        {
            Put64(file, 0x20, (ulong)table);
            Put64(file, 0x28, (ulong)(sizeof(long) * strings.Count));
            Put64(file, 0x30, (ulong)pool);
            Put64(file, 0x38, (ulong)(sizeof(char) * characters));
        }
        Put64(file, 0x40, version.ModelSignature);
        Put32(file, 0x48, version.VerWrittenCur);
        Put32(file, 0x4C, version.VerReadableCur);
        Encoding.Latin1.GetBytes(version.LoaderSignature ?? "", file.AsSpan(0x50, VersionInfo.LoaderSignatureLength));
        Encoding.Latin1.GetBytes(version.LoaderSignatureAlt ?? "", file.AsSpan(0x68, VersionInfo.LoaderSignatureLength));
        Put64(file, 0x80, (ulong)tail);
        Put64(file, 0x88, (ulong)file.Length);
        if (assembly.Length > 0)
        {
            Put64(file, 0x90, (ulong)name);
            Put32(file, 0x98, (uint)(sizeof(char) * assembly.Length));
        }

        model.CopyTo(file.AsSpan(Size));
        int end = 0;
        foreach (string text in strings)
        {
            Encoding.Unicode.GetBytes(text, file.AsSpan(pool + end));
            end += sizeof(char) * text.Length;
            Put64(file, table, (ulong)end);
            table += sizeof(long);
        }
        Encoding.Unicode.GetBytes(assembly, file.AsSpan(name));
        Put64(file, tail, TailSignature);
        return file;
    }

    /// <exception cref="FormatException">The bytes are not a model of a version that can be read.</exception>
    public static ModelHeader Read(ReadOnlySpan<byte> file, string path)
    {
        Check(file.Length >= Size && Get64(file, 0x00) == Signature, path, "it does not start as a model file does");
        uint written = Get32(file, 0x08);
        Check(Get32(file, 0x0C) <= written, path, "its versions contradict each other");
        Check(Get32(file, 0x0C) <= VersionWritten, path, "it was written by a newer version");
        Check(written >= OldestVersion, path, "it was written by a version that is too old");

        Range model = Block(file, 0x10, Size, path);
        int position = model.End.Value;
        string[] strings = [];
        if (Get64(file, 0x20) != 0)
        {
            Range table = Block(file, 0x20, position, path);
            Range pool = Block(file, 0x30, table.End.Value, path);
            strings = ReadStrings(file[table], file[pool], path);
            position = pool.End.Value;
        }
        string assembly = "";
        if (written >= VersionWritten && Get64(file, 0x90) != 0)
        {
            uint length = Get32(file, 0x98);
            Check(Get64(file, 0x90) == (ulong)position && length <= file.Length - position && length % sizeof(char) == 0, path, "the loader's name is out of place");
            assembly = Encoding.Unicode.GetString(file.Slice(position, (int)length));
            position += (int)length;
        }
        Check(Get64(file, 0x80) == (ulong)position && Get64(file, 0x88) == (ulong)position + sizeof(ulong), path, "its tail is out of place");
        Check(file.Length >= position + sizeof(ulong) && Get64(file, position) == TailSignature, path, "it does not end as a model file does");

        return new ModelHeader
        {
            Model = model,
            Strings = strings,
            ModelSignature = Get64(file, 0x40),
            ModelVersionWritten = Get32(file, 0x48),
            ModelVersionReadable = Get32(file, 0x4C),
            LoaderSignature = Name(file.Slice(0x50, VersionInfo.LoaderSignatureLength)),
            LoaderSignatureAlt = Name(file.Slice(0x68, VersionInfo.LoaderSignatureLength)),
            LoaderAssemblyName = assembly,
        };
    }

    private static string[] ReadStrings(ReadOnlySpan<byte> table, ReadOnlySpan<byte> pool, string path)
    {
        Check(table.Length % sizeof(long) == 0, path, "its string table is cut short");
        var strings = new string[table.Length / sizeof(long)];
        int start = 0;
        for (int i = 0; i < strings.Length; i++)
        {
            ulong end = Get64(table, sizeof(long) * i);
            Check(end >= (ulong)start && end <= (ulong)pool.Length && end % sizeof(char) == 0, path, "its string table is damaged");
            strings[i] = Encoding.Unicode.GetString(pool[start..(int)end]);
            start = (int)end;
        }
        return strings;
    }

    // A pair of int64 at `at`: where a block starts, which must be `start`, and how long it is.
    private static Range Block(ReadOnlySpan<byte> file, int at, int start, string path)
    {
        ulong length = Get64(file, at + sizeof(long));
        Check(Get64(file, at) == (ulong)start && length <= (ulong)(file.Length - start), path, "a part of it is out of place");
        return start..(start + (int)length);
    }

    private static string Name(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes.TrimEnd((byte)0));

    private static void Check(bool condition, string path, string complaint)
    {
        if (!condition)
            throw new FormatException($"The model entry '{path}' is damaged: {complaint}.");
    }

    private static ulong Get64(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt64LittleEndian(file[at..]);

    private static uint Get32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static void Put64(Span<byte> file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file[at..], value);

    private static void Put32(Span<byte> file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file[at..], value);
}
