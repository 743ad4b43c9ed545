using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Views;

/// <summary>Views of parts of a view, in an order. What is random was recorded from Microsoft.ML 5.0.0 with the same seeds.</summary>
public class ViewTests
{
    private const int RowCount = 40;

    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public ViewTests() => _rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, RowCount).Select(i => new Row { Index = i, A = i % 7, K = i % 4 }).ToArray());

    [Fact]
    public void TakeRows_gives_the_first_rows() => Assert.Equal([0, 1, 2, 3, 4], Indices(_ml.Data.TakeRows(_rows, 5)));

    [Fact]
    public void TakeRows_gives_all_rows_where_there_are_fewer() => Assert.Equal(RowCount, Indices(_ml.Data.TakeRows(_rows, 100)).Length);

    [Fact]
    public void SkipRows_gives_the_rest() => Assert.Equal([38, 39], Indices(_ml.Data.SkipRows(_rows, 38)));

    [Fact]
    public void SkipRows_beyond_the_end_gives_nothing() => Assert.Empty(Indices(_ml.Data.SkipRows(_rows, 100)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_count_that_is_not_positive_is_refused(long count)
    {
        Assert.Throws<ArgumentOutOfRangeException>("count", () => _ml.Data.TakeRows(_rows, count));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => _ml.Data.SkipRows(_rows, count));
    }

    [Fact]
    public void ShuffleRows_with_a_seed_and_a_pool_gives_the_recorded_order()
        => Assert.Equal(
            "5,2,2,0,6,1,1,1,2,4,3,3,5,0,3,4,1,2,0,3,6,6,0,5,6,5,4,4,3,1,6,2,4,0,0,2,1,5,4,3",
            Text(_ml.Data.ShuffleRows(_rows, seed: 3, shufflePoolSize: 10)));

    [Fact]
    public void ShuffleRows_of_a_cache_shuffles_the_cache_too()
        => Assert.Equal(
            "2,6,6,2,1,5,3,4,6,0,0,3,2,1,5,2,5,0,1,0,4,2,3,3,1,5,4,5,6,4,6,3,1,2,3,4,1,0,0,4",
            Text(_ml.Data.ShuffleRows(_ml.Data.Cache(_rows), seed: 5)));

    [Fact]
    public void ShuffleRows_keeps_every_row_once_and_the_order_at_each_reading()
    {
        IDataView shuffled = _ml.Data.ShuffleRows(_rows);
        int[] first = Indices(shuffled);
        Assert.Equal(Enumerable.Range(0, RowCount), first.Order());
        Assert.Equal(first, Indices(shuffled));
        Assert.NotEqual(Enumerable.Range(0, RowCount), first);
    }

    [Fact]
    public void A_pool_of_one_keeps_the_order()
        => Assert.Equal(Enumerable.Range(0, RowCount), Indices(_ml.Data.ShuffleRows(_rows, shufflePoolSize: 1)));

    [Fact]
    public void TrainTestSplit_by_the_context_seed_gives_the_recorded_rows()
    {
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(_rows, testFraction: 0.3);
        Assert.Equal("2,1,2,0,1,1,0,1,2,3,1", string.Join(',', split.TestSet.GetColumn<int>("K")));
        Assert.Equal(Enumerable.Range(0, RowCount), Indices(split.TestSet).Concat(Indices(split.TrainSet)).Order());
    }

    [Fact]
    public void CrossValidationSplit_tests_each_row_once()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(_rows, numberOfFolds: 3);
        Assert.Equal(
            ["2,1,2,0,1,2,1,0,3,1,2,3,1", "3,1,3,1,2,3,2,1,1,2,0,3", "0,1,0,2,3,0,3,0,0,3,0,2,3,0,2"],
            folds.Select(f => string.Join(',', f.TestSet.GetColumn<int>("K"))));
        Assert.Equal(Enumerable.Range(0, RowCount), folds.SelectMany(f => Indices(f.TestSet)).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_test_fraction_out_of_range_is_refused(double fraction)
        => Assert.Throws<ArgumentOutOfRangeException>("testFraction", () => _ml.Data.TrainTestSplit(_rows, fraction));

    [Fact]
    public void Positions_count_the_rows_that_are_delivered()
    {
        IDataView[] views =
        [
            _rows, _ml.Data.TakeRows(_rows, 7), _ml.Data.SkipRows(_rows, 33), _ml.Data.ShuffleRows(_rows, 2), _ml.Data.Cache(_rows),
            _ml.Data.TrainTestSplit(_rows, 0.5).TestSet,
        ];
        foreach (IDataView view in views)
        {
            using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
            Assert.Equal(-1, cursor.Position);
            long expected = 0;
            while (cursor.MoveNext())
                Assert.Equal(expected++, cursor.Position);
            Assert.Equal(-1, cursor.Position);
            Assert.False(cursor.MoveNext());
        }
    }

    // A row keeps its identifier in whatever order it is read.
    [Fact]
    public void Identifiers_belong_to_rows_not_to_positions()
    {
        Dictionary<int, DataViewRowId> straight = Identifiers(_rows);
        Assert.Equal(RowCount, straight.Values.Distinct().Count());
        Assert.Equal(straight, Identifiers(_ml.Data.ShuffleRows(_rows, 2)));
        Assert.Equal(straight.Where(p => p.Key >= 33), Identifiers(_ml.Data.SkipRows(_rows, 33)));
    }

    // As recorded from Microsoft.ML 5.0.0: blocks of 64 rows, the first ones taken in the order in which the cursors start.
    [Fact]
    public void Cursors_over_a_cache_share_its_blocks()
    {
        IDataView many = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row { Index = i }).ToArray()));
        DataViewRowCursor[] cursors = many.GetRowCursorSet([many.Schema["Index"]], 3);
        Assert.Equal([(0L, 64), (3L, 64)], Blocks(cursors[2]));
        Assert.Equal([(1L, 64), (4L, 44)], Blocks(cursors[0]));
        Assert.Equal([(2L, 64)], Blocks(cursors[1]));

        using DataViewRowCursor single = many.GetRowCursor([many.Schema["Index"]]);
        while (single.MoveNext())
            Assert.Equal(0, single.Batch);

        static List<(long Batch, int Rows)> Blocks(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                Assert.Equal(-1, cursor.Batch);
                List<long> batches = [];
                while (cursor.MoveNext())
                    batches.Add(cursor.Batch);
                return [.. batches.GroupBy(batch => batch).Select(block => (block.Key, block.Count()))];
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_set_of_cursors_over_a_cache_gives_every_row_once_in_batches_that_restore_the_order(int count)
    {
        IDataView many = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3000).Select(i => new Row { Index = i }).ToArray()));
        var rows = new List<(long Batch, int Cursor, int Index)>();
        DataViewRowCursor[] cursors = many.GetRowCursorSet([many.Schema["Index"]], count);
        for (int c = 0; c < cursors.Length; c++)
        {
            using DataViewRowCursor cursor = cursors[c];
            ValueGetter<int> getIndex = cursor.GetGetter<int>(many.Schema["Index"]);
            int index = 0;
            long last = -1;
            while (cursor.MoveNext())
            {
                Assert.True(cursor.Batch >= last);
                last = cursor.Batch;
                getIndex(ref index);
                rows.Add((cursor.Batch, c, index));
            }
        }
        Assert.All(rows.GroupBy(r => r.Batch), batch => Assert.Single(batch.Select(r => r.Cursor).Distinct()));
        Assert.Equal(Enumerable.Range(0, 3000), rows.OrderBy(r => r.Batch).Select(r => r.Index));
    }

    [Fact]
    public void A_cache_reads_each_column_once_and_only_those_that_are_asked_for()
    {
        var counted = new CountingView(_rows);
        IDataView cache = _ml.Data.Cache(counted, "K");
        Assert.Equal(["K"], counted.ColumnsRead);
        for (int i = 0; i < 3; i++)
            Assert.Equal(RowCount, cache.GetColumn<int>("K").Count());
        Assert.Equal(["K"], counted.ColumnsRead);
        Assert.Equal(Enumerable.Range(0, RowCount), Indices(cache));
        Assert.Equal(["K", "Index"], counted.ColumnsRead);
        Assert.Equal(RowCount, cache.GetRowCount());
    }

    [Fact]
    public void A_column_to_prefetch_that_is_not_there_is_named()
        => Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.Cache(_rows, "Nope")).Message);

    [Fact]
    public void Vectors_are_cached_as_they_are_dense_and_sparse_of_any_length()
    {
        VBuffer<float>[] vectors =
        [
            new(3, [1f, 2, 3]), new(5, 2, [7f, 8], [1, 4]), new(0, []), new(100_000, 1, [9f], [99_999]), new(70_000, Enumerable.Repeat(1f, 70_000).ToArray()),
        ];
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(vectors.Select(v => new Vectors { V = v }).ToArray()));
        for (int reading = 0; reading < 2; reading++)
        {
            int row = 0;
            foreach (VBuffer<float> read in cache.GetColumn<VBuffer<float>>("V"))
            {
                VBuffer<float> expected = vectors[row++];
                Assert.Equal((expected.Length, expected.IsDense), (read.Length, read.IsDense));
                Assert.Equal(expected.DenseValues(), read.DenseValues());
            }
            Assert.Equal(vectors.Length, row);
        }
    }

    private static int[] Indices(IDataView view) => view.GetColumn<int>("Index").ToArray();

    private static string Text(IDataView view) => string.Join(',', view.GetColumn<float>("A"));

    private static Dictionary<int, DataViewRowId> Identifiers(IDataView view)
    {
        var identifiers = new Dictionary<int, DataViewRowId>();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<int> getIndex = cursor.GetGetter<int>(view.Schema["Index"]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        int index = 0;
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getIndex(ref index);
            getId(ref id);
            identifiers.Add(index, id);
        }
        return identifiers.OrderBy(p => p.Key).ToDictionary();
    }

    private sealed class Row
    {
        public int Index { get; set; }

        public float A { get; set; }

        public int K { get; set; }
    }

    private sealed class Vectors
    {
        public VBuffer<float> V { get; set; }
    }

    /// <summary>Notes which columns are asked for.</summary>
    private sealed class CountingView(IDataView input) : IDataView
    {
        public List<string> ColumnsRead { get; } = [];

        public DataViewSchema Schema => input.Schema;

        public bool CanShuffle => input.CanShuffle;

        public long? GetRowCount() => input.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            DataViewSchema.Column[] columns = columnsNeeded.ToArray();
            ColumnsRead.AddRange(columns.Select(c => c.Name));
            return input.GetRowCursor(columns, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => [GetRowCursor(columnsNeeded, rand)];
    }
}
