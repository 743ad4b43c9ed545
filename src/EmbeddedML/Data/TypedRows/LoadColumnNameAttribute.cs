namespace Microsoft.ML.Data;

/// <summary>Says from which named fields of a database's records a member of a row class is loaded.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnNameAttribute : Attribute
{
    /// <summary>Loads from one field.</summary>
    public LoadColumnNameAttribute(string fieldName) => Sources = [fieldName];

    /// <summary>Loads a vector from the fields given, in their order.</summary>
    public LoadColumnNameAttribute(params string[] fieldNames) => Sources = [.. fieldNames];

    internal IReadOnlyList<string> Sources { get; }
}
