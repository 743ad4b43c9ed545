using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What a column is converted to: a type, or keys of a type and a number.</summary>
/// <param name="Kind">The type, or the keys' raw type.</param>
/// <param name="KeyCount">The number of keys; null if the result are no keys, unless the column has some.</param>
internal readonly record struct TypeConversion(DataKind Kind, KeyCount? KeyCount = null)
{
    /// <summary>The item type to which items of a type are converted, and how; null where they cannot be.</summary>
    public (PrimitiveDataViewType Type, ValueConversion Conversion)? For(DataViewType itemType)
    {
        PrimitiveDataViewType? result = ResultFor(itemType);
        return result is not null && ValueConversions.Find(itemType, result) is ValueConversion conversion ? (result, conversion) : null;
    }

    private PrimitiveDataViewType? ResultFor(DataViewType itemType)
    {
        if (KeyCount is not null)
            return itemType is KeyDataViewType or TextDataViewType ? KeyCount.ToType(Kind) : null;
        PrimitiveDataViewType type = DataKinds.TypeOf(Kind);
        if (itemType is not KeyDataViewType key)
            return type;
        return KeyDataViewType.IsValidDataType(type.RawType) ? new KeyDataViewType(type.RawType, Math.Min(key.Count, Data.KeyCount.Maximum(Kind))) : null;
    }
}
