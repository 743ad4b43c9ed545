namespace Microsoft.ML.Data;

/// <summary>Writes the values of one column as items of lines.</summary>
internal abstract class ColumnWriter
{
    /// <summary>The text of a field with the default value.</summary>
    public required string DefaultText { get; init; }

    /// <summary>The writer of a cursor's column.</summary>
    public static ColumnWriter Create(DataViewRow row, DataViewSchema.Column column, char separator)
        => RawTypes.Invoke(((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType, new Factory(row, column, separator));

    /// <summary>Whether the column has names for the line of names.</summary>
    public static bool HasNames(DataViewSchema.Column column) => column.Type is not VectorDataViewType || HasSlotNames(column);

    public abstract void WriteValue(LineItems line);

    public abstract void WriteNames(LineItems line);

    private static bool HasSlotNames(DataViewSchema.Column column)
        => column.Type is VectorDataViewType { IsKnownSize: true } type
            && column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type is VectorDataViewType names
            && names.Size == type.Size && names.ItemType is TextDataViewType;

    private sealed class Factory(DataViewRow row, DataViewSchema.Column column, char separator) : IRawTypeFunction<ColumnWriter>
    {
        public ColumnWriter Invoke<T>()
        {
            var text = new CharBuffer(64);
            var itemType = (column.Type as VectorDataViewType)?.ItemType ?? (PrimitiveDataViewType)column.Type;
            FieldText.Append(text, default(T)!, itemType, separator);
            string defaultText = text.Span.ToString();
            return column.Type is VectorDataViewType type
                ? new VectorWriter<T>(row.GetGetter<VBuffer<T>>(column), column, type, separator) { DefaultText = defaultText }
                : new ScalarWriter<T>(row.GetGetter<T>(column), column.Name, itemType, separator) { DefaultText = defaultText };
        }
    }

    private sealed class ScalarWriter<T>(ValueGetter<T> getter, string name, PrimitiveDataViewType type, char separator) : ColumnWriter
    {
        private T _value = default!;

        public override void WriteValue(LineItems line)
        {
            getter(ref _value);
            FieldText.Append(line.Text, _value, type, separator);
            line.EndItem(0, DefaultText);
            line.EndColumn(1);
        }

        public override void WriteNames(LineItems line)
        {
            FieldText.AppendText(line.Text, name, separator);
            line.EndItem(0, "");
            line.EndColumn(1);
        }
    }

    private sealed class VectorWriter<T>(ValueGetter<VBuffer<T>> getter, DataViewSchema.Column column, VectorDataViewType type, char separator) : ColumnWriter
    {
        private VBuffer<T> _value;

        public override void WriteValue(LineItems line)
        {
            getter(ref _value);
            ReadOnlySpan<T> values = _value.GetValues();
            ReadOnlySpan<int> slots = _value.GetIndices();
            for (int i = 0; i < values.Length; i++)
            {
                FieldText.Append(line.Text, values[i], type.ItemType, separator);
                line.EndItem(_value.IsDense ? i : slots[i], DefaultText);
            }
            line.EndColumn(_value.Length);
        }

        public override void WriteNames(LineItems line)
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            if (HasSlotNames(column))
                column.Annotations.GetValue(AnnotationKinds.SlotNames, ref names);
            foreach ((int slot, ReadOnlyMemory<char> name) in names.Items())
            {
                if (name.IsEmpty)
                    continue;
                FieldText.AppendText(line.Text, name.Span, separator);
                line.EndItem(slot, "");
            }
            line.EndColumn(type.Size);
        }
    }
}
