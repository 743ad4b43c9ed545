using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the values of columns, all in one pass over the data, or takes them from a view that lists them.</summary>
internal static class TermMapTraining
{
    public const string AcceptedTypes = "standard type or a vector of standard type";

    public static TermMap[] Train(
        IHost host, IDataView input, IReadOnlyList<ValueToKeyMappingEstimator.ColumnOptions> columns, IDataView? keyData)
    {
        DataViewSchema.Column[] inputs = columns.Select(column => FindInput(input.Schema, column.Pair.InputColumnName)).ToArray();
        using IChannel channel = host.Start("Training");
        if (keyData is not null)
        {
            TermMap map = ReadKeyData(channel, keyData, inputs[0].Type, columns[0].KeyOrdinality);
            for (int i = 0; i < inputs.Length; i++)
                CheckItemType(map, columns[i].Pair.OutputColumnName, inputs[i].Type);
            return Enumerable.Repeat(map, inputs.Length).ToArray();
        }

        foreach (ValueToKeyMappingEstimator.ColumnOptions column in columns)
        {
            if (column.MaximumNumberOfKeys <= 0)
                throw new ArgumentOutOfRangeException("maximumNumberOfKeys", column.MaximumNumberOfKeys, $"For the column '{column.Pair.OutputColumnName}' it must be positive.");
        }
        using DataViewRowCursor cursor = input.GetRowCursor(inputs.DistinctBy(c => c.Index));
        var builders = new TermMapBuilder[inputs.Length];
        for (int i = 0; i < builders.Length; i++)
            builders[i] = TermMapBuilder.Create(cursor, inputs[i], columns[i].MaximumNumberOfKeys);
        ReadRows(cursor, builders);

        var maps = new TermMap[inputs.Length];
        for (int i = 0; i < maps.Length; i++)
        {
            if (builders[i].Count == 0)
                channel.Warning(MessageSensitivity.Schema, $"Term map for output column '{columns[i].Pair.OutputColumnName}' contains no entries.");
            maps[i] = builders[i].Finish(columns[i].KeyOrdinality);
        }
        return maps;
    }

    /// <summary>The column of the given name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or its type cannot be mapped to keys.</exception>
    public static DataViewSchema.Column FindInput(DataViewSchema inputSchema, string name)
    {
        DataViewSchema.Column column = ColumnErrors.Find(inputSchema, nameof(inputSchema), "input", name);
        CheckType(column);
        return column;
    }

    /// <exception cref="ArgumentOutOfRangeException">Values of the column's type cannot be mapped to keys.</exception>
    public static void CheckType(DataViewSchema.Column column)
    {
        DataViewType itemType = column.Type.ItemTypeOrSelf();
        if (itemType is not KeyDataViewType && !itemType.IsStandardScalar())
            throw ColumnErrors.WrongType("inputSchema", "input", column.Name, AcceptedTypes, column.Type.ToString()!);
    }

    private static TermMap ReadKeyData(IChannel channel, IDataView keyData, DataViewType type, ValueToKeyMappingEstimator.KeyOrdinality ordinality)
    {
        DataViewSchema.Column column = keyData.Schema[0];
        if (!column.Type.Equals(type.ItemTypeOrSelf()))
        {
            throw new ArgumentOutOfRangeException(
                nameof(keyData), $"The values for a column of {type.ItemTypeOrSelf()} must be of that type, but '{column.Name}' has {column.Type}.");
        }
        using DataViewRowCursor cursor = keyData.GetRowCursor([column]);
        TermMapBuilder builder = TermMapBuilder.Create(cursor, column, int.MaxValue);
        ReadRows(cursor, [builder]);
        if (builder.Count == 0)
            channel.Warning(MessageSensitivity.None, "Map from the term data resulted in an empty map.");
        return builder.Finish(ordinality);
    }

    private static void CheckItemType(TermMap map, string name, DataViewType type)
    {
        if (!map.ItemType.Equals(type.ItemTypeOrSelf()))
            throw new ArgumentOutOfRangeException("keyData", $"The values are of {map.ItemType}, but the column '{name}' is made from {type.ItemTypeOrSelf()}.");
    }

    // Stops early once every column has as many values as it may have.
    private static void ReadRows(DataViewRowCursor cursor, TermMapBuilder[] builders)
    {
        List<TermMapBuilder> unfilled = [.. builders];
        while (unfilled.Count > 0 && cursor.MoveNext())
        {
            for (int i = unfilled.Count - 1; i >= 0; i--)
            {
                if (!unfilled[i].ReadRow())
                    unfilled.RemoveAt(i);
            }
        }
    }
}
