namespace Microsoft.ML.Data;

/// <summary>A transformation of single rows.</summary>
public interface IRowToRowMapper
{
    /// <summary>The schema of the rows that go in.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>The schema of the rows that come out.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that are needed to compute <paramref name="dependingColumns"/> of the output.</summary>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>The row that is computed from <paramref name="input"/>; it changes as the input does, and disposing it disposes the input.</summary>
    /// <param name="input">A row of <see cref="InputSchema"/>.</param>
    /// <param name="activeColumns">The columns of <see cref="OutputSchema"/> that will be read.</param>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}
