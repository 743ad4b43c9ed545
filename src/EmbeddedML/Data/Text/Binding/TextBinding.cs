using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text loader, bound to fields, with the schema that follows.</summary>
internal sealed class TextBinding
{
    private TextBinding(TextColumn[] columns, string header, DataViewSchema schema)
    {
        Columns = columns;
        Header = header;
        Schema = schema;
    }

    public TextColumn[] Columns { get; }

    /// <summary>The line of names; empty where there is none.</summary>
    public string Header { get; }

    public DataViewSchema Schema { get; }

    /// <summary>Makes the schema: the names in the header become the slot names of columns of vectors.</summary>
    public static TextBinding Create(TextColumn[] columns, string header, TextFormat format, IChannel channel)
    {
        FieldSplitter? names = null;
        if (header.Length > 0)
        {
            names = new FieldSplitter(format, TextFormat.EndOfLine, new TextStatistics(channel, users: 2, maximumShown: 0));
            names.Split(header);
        }
        var schema = new DataViewSchema.Builder();
        foreach (TextColumn column in columns)
            schema.AddColumn(column.Name, column.Type, names is null ? null : MakeSlotNames(column, names.Fields, header));
        return new TextBinding(columns, header, schema.ToSchema());
    }

    private static DataViewSchema.Annotations? MakeSlotNames(TextColumn column, FieldList fields, string header)
    {
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type)
            return null;
        var slots = new List<int>();
        var names = new List<ReadOnlyMemory<char>>();
        int firstSlot = 0;
        foreach (FieldRange range in column.Ranges)
        {
            for (int i = fields.Find(range.Min); i < fields.Count && fields.NumberOf(i) < range.End; i++)
            {
                ReadOnlySpan<char> name = fields.TextOf(i, header).Trim();
                if (name.IsEmpty)
                    continue;
                int slot = firstSlot + fields.NumberOf(i) - range.Min;
                if (slots.Count > 0 && slots[^1] == slot)
                    throw new InvalidOperationException(
                        $"The line of names has two names for the field {fields.NumberOf(i)}, '{names[^1]}' and '{name}'.");
                slots.Add(slot);
                names.Add(name.ToString().AsMemory());
            }
            firstSlot += range.End - range.Min;
        }
        if (names.Count == 0)
            return null;

        VBuffer<ReadOnlyMemory<char>> value = MakeVector(type.Size, slots, names);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, type.Size),
            (ref VBuffer<ReadOnlyMemory<char>> destination) => value.CopyTo(ref destination));
        return annotations.ToAnnotations();
    }

    // Dense from half of the slots on, as ML.NET builds vectors.
    private static VBuffer<ReadOnlyMemory<char>> MakeVector(int size, List<int> slots, List<ReadOnlyMemory<char>> names)
    {
        if (names.Count < size / 2)
            return new VBuffer<ReadOnlyMemory<char>>(size, names.Count, [.. names], [.. slots]);
        var dense = new ReadOnlyMemory<char>[size];
        for (int i = 0; i < names.Count; i++)
            dense[slots[i]] = names[i];
        return new VBuffer<ReadOnlyMemory<char>>(size, dense);
    }
}
