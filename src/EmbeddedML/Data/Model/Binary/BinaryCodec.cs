using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// How values of one type are laid out in ML.NET's binary files. A definition names the layout and has its parameters;
/// a block, stored elsewhere, has the values. Everything is little endian, texts are UTF-8 behind their length.
/// </summary>
/// <param name="name">The name under which definitions refer to the layout.</param>
/// <param name="type">The type of the values.</param>
internal abstract class BinaryCodec(string name, DataViewType type)
{
    public string Name { get; } = name;

    /// <summary>The type of the values.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>Writes the definition: the name, the length of the parameters, the parameters.</summary>
    public void WriteDefinition(BinaryWriter writer)
    {
        writer.Write(Name);
        var buffer = new MemoryStream();
        using (var parameters = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            WriteParameters(parameters);
        writer.Write7BitEncodedInt64(buffer.Length);
        writer.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes an annotation as a block of one value.</summary>
    public abstract void WriteAnnotation(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation);

    /// <summary>Reads a block of one value and adds it to the annotations that are being built.</summary>
    /// <exception cref="FormatException">The block is damaged.</exception>
    public abstract void ReadAnnotation(BinaryReader reader, DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Reads the blocks of a column.</summary>
    /// <exception cref="FormatException">A block is damaged.</exception>
    public abstract StoredColumn ReadColumn(string name, DataViewSchema.Annotations? annotations, IEnumerable<(BinaryReader Block, int Rows)> blocks);

    /// <summary>The layout of vectors of the values.</summary>
    public abstract BinaryCodec MakeVector(VectorDataViewType type);

    /// <summary>The layout of keys of the values' raw type.</summary>
    public abstract BinaryCodec MakeKey(KeyDataViewType type);

    /// <summary>Writes what the layout needs besides its name; most need nothing.</summary>
    protected virtual void WriteParameters(BinaryWriter writer)
    {
    }
}
