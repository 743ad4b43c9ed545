namespace Microsoft.ML.Data;

/// <summary>Keeps a member of a row class from being a column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
    /// <summary>Makes the attribute.</summary>
    public NoColumnAttribute()
    {
    }
}
