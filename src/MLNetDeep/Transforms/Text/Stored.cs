using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>What the transformers of texts store in a model file: values, and entries with a checksum in the model block.</summary>
internal static class Stored
{
    /// <summary>Writes an entry of the component's folder, and its SHA-256 into the model block.</summary>
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
            throw new FormatException($"The model file is damaged: '{name}' does not have the checksum that it was saved with.");
        }

        content.Position = 0;
        try
        {
            using BinaryReader reader = new(content);
            T value = read(reader);
            Check(content.Position == content.Length, $"'{name}' has more than it should");
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
        Check(value <= 1, $"a switch is {value}");
        return value == 1;
    }

    /// <summary>Writes a text that may be null.</summary>
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

        // The list grows with what is read, so that a damaged count cannot ask for memory.
        List<string> words = new();
        for (int i = 0; i < count; i++)
        {
            words.Add(reader.ReadString());
            Check(!string.IsNullOrWhiteSpace(words[i]), "a stop word is empty");
        }
        Check(count == words.Distinct(StringComparer.Ordinal).Count(), "a stop word is there twice");
        return WordList.Of([.. words]);
    }

    /// <exception cref="FormatException">The condition does not hold.</exception>
    public static void Check(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException($"The model file is damaged: {problem}.");
        }
    }
}
