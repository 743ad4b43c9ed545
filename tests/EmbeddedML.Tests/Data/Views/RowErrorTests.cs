using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Views;

/// <summary>
/// How errors in data and in users' code reach those who read the rows. The types were recorded from Microsoft.ML 5.0.0, which
/// computes rows on several threads.
/// </summary>
public class RowErrorTests
{
    private const string Invalid = nameof(InvalidOperationException);
    private const string Format = nameof(FormatException);
    private const string Timeout = nameof(TimeoutException);

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("rows", $"{Format}")]
    [InlineData("take", $"{Format}")]
    [InlineData("filter", $"{Format}")]
    [InlineData("copy", $"{Invalid} {Invalid} {Format}")]
    [InlineData("chain", $"{Invalid} {Invalid} {Format}")]
    [InlineData("take of copy", $"{Invalid} {Invalid} {Format}")]
    [InlineData("cache", $"{Invalid} {Format}")]
    [InlineData("shuffle", $"{Invalid} {Format}")]
    [InlineData("cache of copy", $"{Invalid} {Invalid} {Invalid} {Format}")]
    public void An_error_of_the_source_is_wrapped_by_what_reads_ahead(string name, string expected)
    {
        IDataView view = Views(name, _ml.Data.LoadFromEnumerable(Rows()));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["A"]]);
        Assert.Equal(expected, ErrorOf(() => MoveToEnd(cursor)));
    }

    [Fact]
    public void An_error_of_the_source_reaches_columns_that_are_passed_through_as_it_is()
    {
        IDataView view = _ml.Transforms.CopyColumns("Copy", "A").Fit(_ml.Data.LoadFromEnumerable(Rows())).Transform(_ml.Data.LoadFromEnumerable(Rows()));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["A"]]);
        Assert.Equal(Format, ErrorOf(() => MoveToEnd(cursor)));
    }

    [Fact]
    public void An_error_of_a_mapping_is_wrapped_once()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(i => new Row { A = i }).ToArray());
        ITransformer mapping = _ml.Transforms.CustomMapping<Row, Mapped>((row, mapped) => mapped.M = row.A < 5 ? row.A : throw new TimeoutException(), null).Fit(data);
        IDataView view = mapping.Transform(data);
        IDataView copied = _ml.Transforms.CopyColumns("Copy", "M").Fit(view).Transform(view);

        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => view.GetColumn<float>("M").ToList()));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => copied.GetColumn<float>("Copy").ToList()));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => copied.GetColumn<float>("M").ToList()));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => _ml.Data.CreateEnumerable<Mapped>(view, reuseRowObject: false).ToList()));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => _ml.Data.FilterRowsByColumn(view, "M", 0).GetColumn<float>("A").ToList()));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => _ml.Transforms.NormalizeMinMax("M").Fit(view)));
        Assert.Equal($"{Invalid} {Timeout}", ErrorOf(() => _ml.Data.SaveAsText(view, new MemoryStream())));
        Assert.Equal($"{Invalid} {Invalid} {Timeout}", ErrorOf(() => _ml.Data.Cache(view).GetColumn<float>("M").ToList()));
        Assert.Equal($"{Invalid} {Invalid} {Timeout}", ErrorOf(() => _ml.Data.ShuffleRows(view).GetColumn<float>("M").ToList()));
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7, 8], view.GetColumn<float>("A"));

        PredictionEngine<Row, Mapped> engine = _ml.Model.CreatePredictionEngine<Row, Mapped>(mapping);
        Assert.Equal(Timeout, ErrorOf(() => engine.Predict(new Row { A = 7 })));
    }

    private static IEnumerable<Row> Rows()
    {
        for (int i = 0; i < 5; i++)
            yield return new Row { A = i };
        throw new FormatException("The fifth row is bad.");
    }

    private IDataView Views(string name, IDataView data)
    {
        switch (name)
        {
            case "rows":
                return data;
            case "take":
                return _ml.Data.TakeRows(data, 20);
            case "filter":
                return _ml.Data.FilterRowsByColumn(data, "A", 0);
            case "cache":
                return _ml.Data.Cache(data);
            case "shuffle":
                return _ml.Data.ShuffleRows(data);
            case "copy":
                return _ml.Transforms.CopyColumns("A", "A").Fit(data).Transform(data);
            case "chain":
                return _ml.Transforms.CopyColumns("A", "A").Append(_ml.Transforms.CopyColumns("A", "A")).Fit(data).Transform(data);
            case "take of copy":
                return _ml.Data.TakeRows(Views("copy", data), 20);
            case "cache of copy":
                return _ml.Data.Cache(Views("copy", data));
            default:
                throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    private static void MoveToEnd(DataViewRowCursor cursor)
    {
        while (cursor.MoveNext())
        {
        }
    }

    private static string ErrorOf(Action act)
    {
        var types = new StringBuilder();
        for (Exception? error = Record.Exception(act); error is not null; error = error.InnerException)
            types.Append(error.GetType().Name).Append(' ');
        return types.ToString().TrimEnd();
    }

    private sealed class Row
    {
        public float A { get; set; }
    }

    private sealed class Mapped
    {
        public float M { get; set; }
    }
}
