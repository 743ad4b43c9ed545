using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What stands in for the missing values of one column.</summary>
/// <param name="type">The type of the replacement: that of single values, or of vectors where each slot has its own.</param>
internal abstract class ColumnReplacement(DataViewType type)
{
    /// <summary>The type of the replacement: that of single values, or of vectors where each slot has its own.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>Whether it can be put into values of a type.</summary>
    public bool CanReplaceIn(DataViewType columnType)
        => columnType.ItemTypeOrSelf().Equals(Type.ItemTypeOrSelf())
            && (Type is not VectorDataViewType vector || (columnType is VectorDataViewType column && column.Size == vector.Size));

    public abstract Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column);

    /// <summary>Writes the type and the replacement, laid out as in binary data files.</summary>
    public abstract void Save(BinaryWriter writer);
}
