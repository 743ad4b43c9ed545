using System.IO.Hashing;
using System.Security.Cryptography;

namespace MLNetDeep.Interop;

/// <summary>Reads what <see cref="ComponentWriter"/> wrote, and models of the first format, whose model block has no hash.</summary>
internal sealed class ComponentReader
{
    private readonly object _context;
    private readonly bool _hasInlineTexts;

    private ComponentReader(object context, BinaryReader values, bool hasInlineTexts)
    {
        _context = context;
        Values = values;
        _hasInlineTexts = hasInlineTexts;
    }

    /// <summary>Reads values from the model block.</summary>
    public BinaryReader Values { get; }

    /// <summary>Whether there are values that were not read yet. Models of the first format never have.</summary>
    public bool HasMore => _hasInlineTexts && Values.BaseStream.Position < Values.BaseStream.Length;

    /// <summary>Reads a component.</summary>
    /// <param name="context">ML.NET's ModelLoadContext.</param>
    /// <param name="format">The component's format.</param>
    /// <param name="read">Reads the component's values and entries, in the order in which they were written.</param>
    /// <exception cref="FormatException">The component is damaged, or was written in a version that cannot be read.</exception>
    public static T Read<T>(object context, ModelFormat format, Func<ComponentReader, T> read)
    {
        BinaryReader block = MLNetInternals.BeginLoad(context, format);
        try
        {
            if (MLNetInternals.VersionOf(context) < ModelFormat.FirstVersionWithHash)
            {
                return read(new ComponentReader(context, block, hasInlineTexts: false));
            }

            using MemoryStream values = new(ReadBlock(block));
            using BinaryReader reader = new(values);
            T component = read(new ComponentReader(context, reader, hasInlineTexts: true));
            Check(values.Position == values.Length, "the component's settings have more bytes than expected");
            return component;
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The model file is damaged: the component's settings end too early.", e);
        }
    }

    /// <summary>Checks that a value in the model file is valid.</summary>
    /// <exception cref="FormatException">The condition is false.</exception>
    public static void Check(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException($"The model file is damaged: {problem}.");
        }
    }

    /// <summary>Reads a Boolean value.</summary>
    public static bool ReadBoolean(BinaryReader reader)
    {
        byte value = reader.ReadByte();
        Check(value <= 1, $"a Boolean value is {value}, but must be 0 or 1");
        return value == 1;
    }

    /// <summary>Reads a Boolean value from the model block.</summary>
    public bool ReadBoolean() => ReadBoolean(Values);

    /// <summary>Reads a text from the model block.</summary>
    public string ReadText()
    {
        if (!_hasInlineTexts)
        {
            return MLNetInternals.LoadText(_context);
        }

        int length = Values.Read7BitEncodedInt();
        Check(length >= 0 && length <= (Values.BaseStream.Length - Values.BaseStream.Position) / sizeof(ushort), $"a text has {length} characters");
        return string.Create(length, Values, (text, values) =>
        {
            foreach (ref char c in text)
            {
                c = (char)values.ReadUInt16();
            }
        });
    }

    /// <summary>Reads a text or null from the model block.</summary>
    public string? ReadTextOrNull() => ReadBoolean() ? ReadText() : null;

    /// <summary>Reads an entry that <see cref="ComponentWriter.WriteEntry"/> wrote.</summary>
    /// <exception cref="FormatException">The entry is missing or damaged.</exception>
    public T ReadEntry<T>(string name, Func<BinaryReader, T> read)
    {
        byte[] hash = Values.ReadBytes(SHA256.HashSizeInBytes);
        using MemoryStream content = new();
        ReadStream(name, stream => stream.CopyTo(content));
        Check(SHA256.HashData(content.ToArray()).AsSpan().SequenceEqual(hash), $"'{name}' does not match its saved checksum");
        content.Position = 0;
        try
        {
            using BinaryReader reader = new(content);
            T value = read(reader);
            Check(content.Position == content.Length, $"'{name}' has more bytes than expected");
            return value;
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException($"The model file is damaged: '{name}' ends too early.", e);
        }
    }

    /// <summary>Reads an entry from the component's folder. Its hash is the caller's concern.</summary>
    /// <exception cref="FormatException">The entry is missing.</exception>
    public void ReadStream(string name, Action<Stream> read) => Check(
        MLNetInternals.TryLoadStream(_context, name, reader => read(reader.BaseStream)), $"the entry '{name}' is missing");

    private static byte[] ReadBlock(BinaryReader block)
    {
        int length = block.ReadInt32();
        Check(length >= 0 && length <= block.BaseStream.Length - block.BaseStream.Position, $"the component's settings have {length} bytes");
        byte[] bytes = block.ReadBytes(length);
        byte[] hash = block.ReadBytes(sizeof(ulong) * 2);
        Check(XxHash128.Hash(bytes).AsSpan().SequenceEqual(hash), "the component's settings do not match their saved checksum");
        return bytes;
    }
}
