using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tuning.Tests;

/// <summary>A model whose metric is a given number: searches of it take no time.</summary>
internal sealed class FixedModel(double value) : ITransformer
{
    /// <summary>Reads the number back.</summary>
    public static TuningMetric Metric { get; } = new("score", isHigherBetter: true, Read);

    /// <summary>The same, where lower is better.</summary>
    public static TuningMetric Loss { get; } = new("loss", isHigherBetter: false, Read);

    public double Value => value;

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException("A fixed model cannot be saved.");

    public IDataView Transform(IDataView input) => new MLContext().Data.LoadFromEnumerable([new Row { Number = value }]);

    private static double Read(MLContext ml, IDataView scored) => scored.GetColumn<double>(nameof(Row.Number)).Single();

    private sealed class Row
    {
        public double Number { get; set; }
    }
}
