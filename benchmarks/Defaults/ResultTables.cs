namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>Writes the results as tables in Markdown, one for each kind of data.</summary>
internal static class ResultTables
{
    /// <summary>Measures the data sets and writes the tables.</summary>
    /// <param name="writer">Receives the tables.</param>
    /// <param name="prefix">Only data sets whose names begin like this are measured.</param>
    /// <returns>Whether all results are within the bound.</returns>
    public static bool Write(TextWriter writer, string prefix)
    {
        writer.WriteLine("# Defaults on named data sets");
        writer.WriteLine();
        writer.WriteLine("Written by the program in this folder; see [README](README.md).");
        bool isWithinBound = Write(writer, "Regression: R squared of LinearRegression", RegressionSets.All, prefix);
        isWithinBound &= Write(writer, "Binary classification: area under the ROC curve of LogisticRegression", ClassSets.Binary, prefix);
        return isWithinBound & Write(writer, "Multiclass classification: accuracy of SoftmaxRegression", ClassSets.Multiclass, prefix);
    }

    private static bool Write(TextWriter writer, string title, IEnumerable<Func<DataSet>> sets, string prefix)
    {
        writer.WriteLine();
        writer.WriteLine($"## {title}");
        writer.WriteLine();
        writer.WriteLine(Comparison.Header);
        bool isWithinBound = true;
        foreach (DataSet data in sets.Select(create => create()).Where(data => data.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            Comparison result = Comparison.Measure(data);
            isWithinBound &= result.IsWithinBound;
            writer.WriteLine(result);
            writer.Flush();
        }

        return isWithinBound;
    }
}
