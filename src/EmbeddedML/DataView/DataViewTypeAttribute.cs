namespace Microsoft.ML.Data;

/// <summary>Says, on a member of a row class, which registered <see cref="DataViewType"/> its column has.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false)]
public abstract class DataViewTypeAttribute : Attribute, IEquatable<DataViewTypeAttribute>
{
    /// <summary>Makes the attribute.</summary>
    protected DataViewTypeAttribute()
    {
    }

    /// <summary>Makes the type known to ML.NET.</summary>
    public abstract void Register();

    /// <summary>Whether both attributes stand for the same type.</summary>
    public abstract bool Equals(DataViewTypeAttribute? other);
}
