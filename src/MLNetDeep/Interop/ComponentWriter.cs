using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;

namespace MLNetDeep.Interop;

/// <summary>
/// Writes a component into a model file: its model block, which is the entry Model.key, and the larger entries beside it. The block holds the
/// number of bytes, the values and their XXH128 hash. Each other entry has its SHA-256 hash among the values.
/// </summary>
internal sealed class ComponentWriter
{
    private readonly ModelSaveContext _context;

    private ComponentWriter(ModelSaveContext context, BinaryWriter values)
    {
        _context = context;
        Values = values;
    }

    /// <summary>Writes values into the model block.</summary>
    public BinaryWriter Values { get; }

    /// <summary>Writes a component.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="format">The component's format.</param>
    /// <param name="write">Writes the component's values and entries.</param>
    public static void Write(ModelSaveContext context, ModelFormat format, Action<ComponentWriter> write)
    {
        BinaryWriter block = MLNetInternals.BeginSave(context, format);
        byte[] bytes = Collect(values => write(new ComponentWriter(context, values)));
        block.Write(bytes.Length);
        block.Write(bytes);
        block.Write(XxHash128.Hash(bytes));
    }

    /// <summary>Writes a text into the model block, as UTF-16, which keeps every text as it is.</summary>
    public void WriteText(string text)
    {
        Values.Write7BitEncodedInt(text.Length);
        foreach (char c in text)
        {
            Values.Write((ushort)c);
        }
    }

    /// <summary>Writes a text or null into the model block.</summary>
    public void WriteTextOrNull(string? text)
    {
        Values.Write(text is not null);
        if (text is not null)
        {
            WriteText(text);
        }
    }

    /// <summary>Writes an entry into the component's folder, and its SHA-256 hash into the model block.</summary>
    public void WriteEntry(string name, Action<BinaryWriter> write)
    {
        byte[] bytes = Collect(write);
        WriteStream(name, stream => stream.Write(bytes));
        Values.Write(SHA256.HashData(bytes));
    }

    /// <summary>Writes an entry of any length into the component's folder. Its hash is the caller's concern.</summary>
    public void WriteStream(string name, Action<Stream> write) =>
        MLNetInternals.SaveStream(_context, name, writer => write(writer.BaseStream));

    private static byte[] Collect(Action<BinaryWriter> write)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        return bytes.ToArray();
    }
}
