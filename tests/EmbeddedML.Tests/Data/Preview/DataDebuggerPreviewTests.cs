using EmbeddedML.Tests.Data.TypedRows;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Preview;

public class DataDebuggerPreviewTests
{
    // The texts were recorded from Microsoft.ML 5.0.0.
    [Fact]
    public void Values_are_given_by_rows_and_by_columns()
    {
        DataDebuggerPreview preview = Rows.Load(new Scalar { A = 1 }, new Scalar { A = 2 }).Preview();
        Assert.Equal("1 columns, 2 rows", preview.ToString());
        Assert.Equal("A: Single", preview.ColumnView.Single().ToString());
        Assert.Equal([1f, 2f], preview.ColumnView[0].Values);
        Assert.Equal("A", preview.ColumnView[0].Column.Name);
        Assert.Equal(["1 columns", "1 columns"], preview.RowView.Select(row => row.ToString()));
        Assert.Equal("[A, 2]", preview.RowView[1].Values.Single().ToString());
        Assert.Equal("A", preview.Schema.Single().Name);
    }

    [Fact]
    public void Vectors_are_copied()
    {
        DataDebuggerPreview preview = Rows.Load(new Vectors { A = [1] }, new Vectors { A = [2] }).Preview();
        Assert.Equal([1f, 2f], preview.ColumnView[0].Values.Select(value => ((VBuffer<float>)value).GetItemOrDefault(0)));
        Assert.Equal([1f, 2f], preview.RowView.Select(row => ((VBuffer<float>)row.Values[0].Value).GetItemOrDefault(0)));
    }

    [Fact]
    public void At_most_the_rows_asked_for_are_read()
    {
        IDataView view = Rows.Load(Enumerable.Range(0, 150).Select(i => new Scalar { A = i }).ToArray());
        Assert.Equal(100, view.Preview().RowView.Length);
        Assert.Equal(3, view.Preview(3).ColumnView[0].Values.Length);
        Assert.Empty(view.Preview(0).RowView);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Preview(-1));
        Assert.Throws<ArgumentNullException>(() => default(IDataView)!.Preview());
    }

    [Fact]
    public void A_transformer_shows_the_transformed_rows()
    {
        DataDebuggerPreview preview = new FirstRows(2).Preview(Rows.Load(new Scalar { A = 1 }, new Scalar { A = 2 }, new Scalar { A = 3 }));
        Assert.Equal([1f, 2f], preview.ColumnView[0].Values);
    }

    [Fact]
    public void An_estimator_is_fitted_to_the_first_rows_and_shows_all()
    {
        IDataView view = Rows.Load(Enumerable.Range(0, 9).Select(i => new Scalar { A = i }).ToArray());
        var estimator = new CountingEstimator();
        Assert.Equal(5, estimator.Preview(view, maxRows: 5, maxTrainingRows: 4).RowView.Length);
        Assert.Equal(4, estimator.FittedRows);
        Assert.Equal(9, estimator.Preview(view).RowView.Length);
        Assert.Equal(9, estimator.FittedRows);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Preview(view, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Preview(view, 1, -1));
        Assert.Throws<ArgumentNullException>(() => estimator.Preview(null!));
    }

    private sealed class CountingEstimator : IEstimator<ITransformer>
    {
        public int FittedRows { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            FittedRows = input.GetColumn<float>("A").Count();
            return new FirstRows(int.MaxValue);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class FirstRows(int count) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public IDataView Transform(IDataView input) => Rows.Context.Data.TakeRows(input, count);

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
