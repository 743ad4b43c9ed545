using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Reads and writes the data of transformers in a model file: values in the model block, and separate entries whose checksums are in the
/// model block.
/// </summary>
internal static class ModelEntries
{
    /// <summary>Writes an entry into the component's folder, and its SHA-256 into the model block.</summary>
    public static void SaveEntry(ModelSaveContext context, BinaryWriter block, string name, Action<BinaryWriter> write)
    {
        using MemoryStream content = new();
        using (BinaryWriter writer = new(content, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        MLNetInternals.SaveStream(context, name, writer => writer.Write(content.GetBuffer(), 0, (int)content.Length));
        block.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    /// <summary>Reads what <see cref="SaveEntry"/> wrote.</summary>
    /// <exception cref="FormatException">The entry is missing or damaged.</exception>
    public static T LoadEntry<T>(object context, BinaryReader block, string name, Func<BinaryReader, T> read)
    {
        byte[] checksum = block.ReadBytes(SHA256.HashSizeInBytes);
        MemoryStream? content = null;
        MLNetInternals.TryLoadStream(context, name, reader =>
        {
            content = new MemoryStream();
            reader.BaseStream.CopyTo(content);
        });
        if (content is null)
        {
            throw new FormatException($"The model file is damaged: the entry '{name}' is missing.");
        }

        if (!SHA256.HashData(content.ToArray()).AsSpan().SequenceEqual(checksum))
        {
            throw new FormatException($"The model file is damaged: '{name}' does not match its saved checksum.");
        }

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

    public static bool ReadBoolean(BinaryReader reader)
    {
        byte value = reader.ReadByte();
        Check(value <= 1, $"a Boolean value is {value}, but must be 0 or 1");
        return value == 1;
    }

    /// <summary>Writes the names of the output and input columns.</summary>
    public static void WriteColumns(ModelSaveContext context, string output, string input)
    {
        MLNetInternals.SaveText(context, output);
        MLNetInternals.SaveText(context, input);
    }

    /// <summary>Reads what <see cref="WriteColumns"/> wrote.</summary>
    public static (string Output, string Input) ReadColumns(object context) => (MLNetInternals.LoadText(context), MLNetInternals.LoadText(context));

    /// <summary>Writes a text or null.</summary>
    public static void WriteTextOrNull(ModelSaveContext context, BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            MLNetInternals.SaveText(context, text);
        }
    }

    /// <summary>Reads what <see cref="WriteTextOrNull"/> wrote.</summary>
    public static string? ReadTextOrNull(object context, BinaryReader reader) => ReadBoolean(reader) ? MLNetInternals.LoadText(context) : null;

    /// <summary>Writes a list of words.</summary>
    public static void Write(BinaryWriter writer, WordList words)
    {
        writer.Write(words.Count);
        foreach (string word in words)
        {
            writer.Write(word);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static WordList ReadWords(BinaryReader reader)
    {
        int count = reader.ReadInt32();

        // The list grows as words are read: a damaged count must not allocate memory.
        List<string> words = new();
        for (int i = 0; i < count; i++)
        {
            words.Add(reader.ReadString());
            Check(!string.IsNullOrWhiteSpace(words[i]), "a stop word is empty");
        }

        Check(count == words.Distinct(StringComparer.Ordinal).Count(), "a stop word occurs twice");
        return WordList.Of([.. words]);
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
}
