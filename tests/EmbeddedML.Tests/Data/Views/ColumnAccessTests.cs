using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Views;

/// <summary>What cursors and rows answer when they are asked for columns, as recorded from Microsoft.ML 5.0.0.</summary>
public class ColumnAccessTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly IDataView s_data = s_ml.Data.LoadFromEnumerable(new[] { new Row { A = 1, B = 2 }, new Row { A = 3, B = 4 } });

    private static readonly DataViewSchema s_wide = s_ml.Data.LoadFromEnumerable(Array.Empty<WideRow>()).Schema;

    public static TheoryData<string, string, string, Type> Inactive => new()
    {
        { "data", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "cache", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "shuffle", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "take", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "select", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "filter", "B", "A", typeof(InvalidOperationException) },
        { "missing", "B", "A", typeof(InvalidOperationException) },
        { "split", "B", "A", typeof(InvalidOperationException) },
        { "split by A", "B", "A", typeof(ArgumentOutOfRangeException) },
        { "copy", "A", "Copy", typeof(InvalidOperationException) },
        { "copy", "B", "A", typeof(InvalidOperationException) },
        { "copy", "Copy", "A", typeof(ArgumentOutOfRangeException) },
        { "normalize", "A", "B", typeof(ArgumentOutOfRangeException) },
        { "chain", "A", "B", typeof(ArgumentOutOfRangeException) },
    };

    [Theory]
    [MemberData(nameof(Inactive))]
    public void A_column_that_was_not_asked_for_cannot_be_read(string name, string active, string inactive, Type error)
    {
        IDataView view = View(name);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[active]]);
        Assert.True(cursor.IsColumnActive(view.Schema[active]));
        Assert.False(cursor.IsColumnActive(view.Schema[inactive]));
        Assert.Throws(error, () => cursor.GetGetter<float>(view.Schema[inactive]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema[active]));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("cache")]
    [InlineData("filter")]
    [InlineData("copy")]
    public void Columns_are_taken_by_their_index(string name)
    {
        IDataView view = View(name);
        using DataViewRowCursor cursor = view.GetRowCursor([s_wide["W1"]]);
        Assert.False(cursor.IsColumnActive(view.Schema["A"]));
        Assert.True(cursor.IsColumnActive(view.Schema["B"]));
        float value = 0;
        ValueGetter<float> getter = cursor.GetGetter<float>(s_wide["W1"]);
        Assert.True(cursor.MoveNext());
        getter(ref value);
        Assert.Equal(2, value);

        Assert.Throws<InvalidOperationException>(() => view.GetRowCursor([s_wide["W5"]]));
        Assert.Throws<InvalidOperationException>(() => cursor.IsColumnActive(s_wide["W5"]));
    }

    [Fact]
    public void A_mapped_row_gives_all_that_its_input_gives()
    {
        IRowToRowMapper mapper = ((ITransformer)s_ml.Transforms.CopyColumns("Copy", "A").Fit(s_data)).GetRowToRowMapper(s_data.Schema);
        using DataViewRowCursor cursor = s_data.GetRowCursor(s_data.Schema);
        using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["A"]]);
        Assert.Equal([true, true, false], mapper.OutputSchema.Select(row.IsColumnActive));
        float value = 0;
        Assert.True(cursor.MoveNext());
        row.GetGetter<float>(mapper.OutputSchema["B"])(ref value);
        Assert.Equal(2, value);
    }

    [Fact]
    public void A_row_of_another_schema_cannot_be_mapped()
    {
        IDataView other = s_ml.Data.LoadFromEnumerable(new[] { new Row() });
        using DataViewRowCursor cursor = other.GetRowCursor(other.Schema);
        IRowToRowMapper mapper = ((ITransformer)s_ml.Transforms.CopyColumns("Copy", "A").Fit(s_data)).GetRowToRowMapper(s_data.Schema);
        Assert.Throws<InvalidOperationException>(() => mapper.GetRow(cursor, mapper.OutputSchema));
        IRowToRowMapper chain = s_ml.Transforms.CopyColumns("Copy", "A").Append(s_ml.Transforms.CopyColumns("D", "B")).Fit(s_data) is ITransformer fitted
            ? fitted.GetRowToRowMapper(s_data.Schema)
            : throw new InvalidOperationException();
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.GetRow(cursor, chain.OutputSchema));
    }

    private static IDataView View(string name) => name switch
    {
        "data" => s_data,
        "cache" => s_ml.Data.Cache(s_data),
        "shuffle" => s_ml.Data.ShuffleRows(s_data),
        "take" => s_ml.Data.TakeRows(s_data, 1),
        "select" => s_ml.Transforms.SelectColumns("A", "B").Fit(s_data).Transform(s_data),
        "filter" => s_ml.Data.FilterRowsByColumn(s_data, "A", 0, 2),
        "missing" => s_ml.Data.FilterRowsByMissingValues(s_data, "A"),
        "split" => s_ml.Data.TrainTestSplit(s_data, 0.5).TrainSet,
        "split by A" => s_ml.Data.TrainTestSplit(s_data, samplingKeyColumnName: "A").TrainSet,
        "copy" => s_ml.Transforms.CopyColumns("Copy", "A").Fit(s_data).Transform(s_data),
        "normalize" => s_ml.Transforms.NormalizeMinMax("A").Fit(s_data).Transform(s_data),
        "chain" => s_ml.Transforms.NormalizeMinMax("A").Append(s_ml.Transforms.CopyColumns("Copy", "A")).Fit(s_data).Transform(s_data),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class WideRow
    {
        public float W0 { get; set; }

        public float W1 { get; set; }

        public float W2 { get; set; }

        public float W3 { get; set; }

        public float W4 { get; set; }

        public float W5 { get; set; }
    }
}
