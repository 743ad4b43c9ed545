namespace Microsoft.ML.Data;

/// <summary>Gives the column of a member of a row class another name than the member's.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    /// <summary>Names the column.</summary>
    /// <param name="name">The column's name; the member's name where it is null or empty.</param>
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}
