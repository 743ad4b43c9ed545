namespace Microsoft.ML.Transforms;

/// <summary>Which columns to keep, or which to drop, by name.</summary>
/// <param name="Names">The columns' names.</param>
/// <param name="Keep">Whether these are kept, in this order and each as often as it is named; else they are dropped.</param>
/// <param name="KeepHidden">Whether, of the columns to keep, hidden ones are kept too. When columns are dropped, hidden ones of other names stay.</param>
/// <param name="IgnoreMissing">Whether a name of which there is no column is no error.</param>
internal sealed record ColumnSelection(string[] Names, bool Keep, bool KeepHidden, bool IgnoreMissing)
{
    /// <summary>The columns that are selected, in their new order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no column of one of the names.</exception>
    public IReadOnlyList<DataViewSchema.Column> Select(DataViewSchema inputSchema)
    {
        CheckNames(inputSchema.Select(c => c.Name));
        return Keep
            ? Names.SelectMany(name => inputSchema.Where(c => c.Name == name && (KeepHidden || !c.IsHidden))).ToArray()
            : inputSchema.Where(c => !Names.Contains(c.Name)).ToArray();
    }

    /// <exception cref="ArgumentOutOfRangeException">One of the selection's names is not there.</exception>
    public void CheckNames(IEnumerable<string> available)
    {
        string[] missing = IgnoreMissing ? [] : Names.Except(available).ToArray();
        if (missing.Length > 0)
            throw ColumnErrors.Missing("inputSchema", "input", string.Join(",", missing));
    }
}
