using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A map of keys to values, kept as the two columns of a lookup table, which is also how it is stored.</summary>
internal sealed class ValueMap
{
    public const string KeyName = "Key";
    public const string ValueName = "Value";

    private readonly KeyIndex _index;
    private readonly EntryValues _entries;

    /// <exception cref="InvalidOperationException">A key comes twice.</exception>
    public ValueMap(StoredColumn keys, StoredColumn values)
    {
        Keys = keys;
        Values = values;
        _index = KeyIndex.Create(keys);
        _entries = EntryValues.Create(values);
    }

    public StoredColumn Keys { get; }

    public StoredColumn Values { get; }

    public bool HasVectors => Values.Type is VectorDataViewType;

    /// <summary>Reads a map from two columns of a view.</summary>
    /// <exception cref="InvalidOperationException">A column is not the view's, or a key comes twice.</exception>
    public static ValueMap FromView(IDataView view, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn)
    {
        CheckColumn(view.Schema, keyColumn, nameof(keyColumn));
        CheckColumn(view.Schema, valueColumn, nameof(valueColumn));
        StoredColumn[] columns = StoredColumnBuilder.Read(view, (keyColumn, KeyName), (valueColumn, ValueName));
        return new ValueMap(columns[0], columns[1]);
    }

    /// <summary>The getter of what the map gives for a column's values or, slot by slot, for its vectors.</summary>
    public Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
        => column.Type is VectorDataViewType
            ? _entries.CreateVectorGetter(_index.CreateVectorGetter(input, column))
            : _entries.CreateGetter(_index.CreateGetter(input, column));

    /// <summary>The error about a column of vectors for a map to vectors.</summary>
    public static NotSupportedException BothVectors(string column)
        => new($"The column '{column}' has vectors, and the map's values are vectors, too; there are no vectors of vectors.");

    private static void CheckColumn(DataViewSchema schema, DataViewSchema.Column column, string argument)
    {
        if (schema.GetColumnOrNull(column.Name) is not DataViewSchema.Column own
            || own.Index != column.Index || own.Type != column.Type || own.Annotations != column.Annotations)
            throw new InvalidOperationException($"The column '{column.Name}' given as {argument} is not one of the lookup map.");
    }
}
