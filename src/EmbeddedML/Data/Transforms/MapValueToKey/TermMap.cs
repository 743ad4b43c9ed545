using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A mapping of values to keys. It does not change, and is shared by all that use it.</summary>
/// <param name="itemType">The type of the values.</param>
/// <param name="count">The number of values.</param>
internal abstract class TermMap(PrimitiveDataViewType itemType, int count)
{
    /// <summary>The type of the values.</summary>
    public PrimitiveDataViewType ItemType { get; } = itemType;

    /// <summary>The number of values.</summary>
    public int Count { get; } = count;

    /// <summary>The type of the keys. A key type counts at least one member, even where there are no values.</summary>
    public KeyDataViewType KeyType { get; } = new(typeof(uint), Math.Max(1, count));

    /// <summary>The getter of the keys of a column's values.</summary>
    public abstract Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column);

    /// <summary>Adds the values as what the keys stand for.</summary>
    /// <param name="annotations">Where to add them.</param>
    /// <param name="input">The column whose values are mapped; where it has keys with values, these are what the new keys stand for.</param>
    /// <param name="asText">Whether they are given as text.</param>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column input, bool asText);

    /// <summary>Writes the values into a model block.</summary>
    public abstract void Save(ModelSaveContext ctx);

    /// <summary>Writes a line for each value, for people who look into a model file.</summary>
    public abstract void WriteText(TextWriter writer);
}
