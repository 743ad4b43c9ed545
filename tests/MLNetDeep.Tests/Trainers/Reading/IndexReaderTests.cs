using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers.Reading;

/// <summary>Tests reading indices from vectors of keys and of integers, for networks that use their inputs as lookup indices.</summary>
public class IndexReaderTests
{
    private readonly MLContext _ml = new(seed: 1);

    // Keys are numbered by first occurrence: a is 1, b is 2, c is 3. A word not seen in Fit is a missing key, 0.
    [Fact]
    public void Keys_count_from_1_and_a_missing_key_is_0()
    {
        IDataView learned = _ml.Data.LoadFromEnumerable([new Words { Text = ["a", "b", "c"] }]);
        IDataView data = _ml.Data.LoadFromEnumerable([new Words { Text = ["c", "x", "a"] }, new Words { Text = ["b"] }, new Words { Text = [] }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Keys", "Text").Fit(learned).Transform(data);
        IndexColumn column = IndexColumn.Find(keys.Schema, "Keys");
        Assert.Equal(((int?)null, (ulong?)4), (column.Size, column.IndexCount));
        IndexFeatures features = Read(keys, column, columnCount: 3, indexCount: 4);
        Assert.Equal([3, 0, 1, 2, 0, 0, 0, 0, 0], Indices(features));
        Assert.Equal([3, 1, 0], features.RowLengths.ToArray());
    }

    [Fact]
    public void Integers_are_used_as_indices()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Numbers { Bytes = [0, 7, 255], Longs = [3, 2] }, new Numbers { Bytes = [1, 1, 1], Longs = [0, 4] }]);
        IndexColumn bytes = IndexColumn.Find(data.Schema, "Bytes"), longs = IndexColumn.Find(data.Schema, "Longs");
        Assert.Equal(((int?)3, (ulong?)null), (bytes.Size, bytes.IndexCount));
        Assert.Equal([0, 7, 255, 1, 1, 1], Indices(Read(data, bytes, 3, 256)));
        Assert.Equal([3, 2, 0, 4], Indices(Read(data, longs, 2, 5)));
    }

    [Fact]
    public void Out_of_range_error_names_column_and_row()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Numbers { Bytes = [0, 0, 0], Longs = [3, -1] }]);
        IndexColumn longs = IndexColumn.Find(data.Schema, "Longs");
        Assert.Equal(
            "The vector in column 'Longs' (row 0) has the index -1; accepted: 0 to 4.",
            Assert.Throws<InvalidOperationException>(() => Read(data, longs, 2, 5)).Message);
        Assert.Equal(
            "The vector in column 'Longs' (row 0) has the index 3; accepted: 0 to 2.",
            Assert.Throws<InvalidOperationException>(() => Read(data, longs, 2, 3)).Message);
        IDataView words = _ml.Transforms.Conversion.MapValueToKey("Keys", "Text")
            .Fit(_ml.Data.LoadFromEnumerable([new Words { Text = ["a", "b", "c"] }]))
            .Transform(_ml.Data.LoadFromEnumerable([new Words { Text = ["a", "b", "c"] }]));
        Assert.Equal(
            "The vector in column 'Keys' (row 0) has 3 indices; accepted: up to 2, which is what the network takes. WordIndicesOptions.Length shortens "
            + "sequences.",
            Assert.Throws<InvalidOperationException>(() => Read(words, IndexColumn.Find(words.Schema, "Keys"), 2, 4)).Message);
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("None")]
    public void Unsupported_columns_throw(string name)
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Words { Text = ["a"] }]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => IndexColumn.Find(data.Schema, name)).Message;
        Assert.Contains($"feature column '{name}'", message, StringComparison.Ordinal);
    }

    private static IndexFeatures Read(IDataView view, IndexColumn column, int columnCount, int indexCount)
    {
        IndexMatrixBuilder rows = new(columnCount, indexCount);
        using DataViewRowCursor cursor = view.GetRowCursor([column.Column]);
        IndexReader reader = column.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            reader.AddTo(rows);
        }

        return rows.ToMatrix();
    }

    private static int[] Indices(IndexFeatures features)
    {
        int[] indices = new int[features.RowCount * features.ColumnCount];
        for (int row = 0; row < features.RowCount; row++)
        {
            features.CopyIndices(row, indices.AsSpan(row * features.ColumnCount, features.ColumnCount));
        }

        return indices;
    }

    private sealed class Words
    {
        public string[] Text { get; set; } = [];
    }

    private sealed class Numbers
    {
        [VectorType(3)]
        public byte[] Bytes { get; set; } = [];

        [VectorType(2)]
        public long[] Longs { get; set; } = [];
    }
}
