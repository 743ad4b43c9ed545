namespace Microsoft.ML.Data;

/// <summary>The type of the values in a column. Two columns can be exchanged when their types are equal.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    /// <summary>The .NET type in which one value of this type is read through a <see cref="ValueGetter{TValue}"/>.</summary>
    public Type RawType { get; }

    /// <summary>Whether both types hold the same set of values in the same representation.</summary>
    public abstract bool Equals(DataViewType? other);
}
