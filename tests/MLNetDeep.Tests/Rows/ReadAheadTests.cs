using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Rows;

/// <summary>Cursors over predictions read and score several rows at a time. Checks that results are the same as row by row.</summary>
public class ReadAheadTests
{
    private const int Rows = 150;

    private readonly MLContext _ml = new(seed: 1);
    private readonly NetworkTransformer _model;

    public ReadAheadTests() => _model = _ml.MulticlassClassification.Trainers
        .MultilayerPerceptron(new MultilayerPerceptronOptions { HiddenUnits = [5], Epochs = 2, Seed = 1 }).Fit(Flowers.View(_ml));

    [Fact]
    public void Scores_are_bitwise_equal_to_those_of_single_rows()
    {
        IDataView data = Flowers.View(_ml, Rows);
        float[][] expected = [.. Flowers.Rows(Rows).Select(Score)];
        Assert.Equal(expected, _model.Transform(data).GetColumn<float[]>("Score"));

        float[] Score(Flowers.Flower flower)
        {
            float[] scores = new float[3];
            _model.Model.CreatePredictor().Predict(flower.Features, scores);
            return scores;
        }
    }

    [Fact]
    public void Rows_keep_position_batch_id_and_unscored_columns()
    {
        IDataView data = Flowers.View(_ml, Rows);
        IDataView scored = _model.Transform(data);
        using DataViewRowCursor plain = data.GetRowCursor(data.Schema);
        using DataViewRowCursor ahead = scored.GetRowCursor(scored.Schema);
        ValueGetter<DataViewRowId> plainId = plain.GetIdGetter(), aheadId = ahead.GetIdGetter();
        Func<string>[] plainValues = [.. data.Schema.Select(column => Values.TextGetter(plain, column))];
        Func<string>[] aheadValues = [.. data.Schema.Select(column => Values.TextGetter(ahead, scored.Schema[column.Index]))];
        Assert.Equal(-1, ahead.Position);
        while (plain.MoveNext())
        {
            Assert.True(ahead.MoveNext());
            Assert.Equal((plain.Position, plain.Batch), (ahead.Position, ahead.Batch));
            DataViewRowId expected = default, actual = default;
            plainId(ref expected);
            aheadId(ref actual);
            Assert.Equal(expected, actual);
            Assert.Equal(plainValues.Select(value => value()), aheadValues.Select(value => value()));
        }

        Assert.False(ahead.MoveNext());
        Assert.Equal(-1, ahead.Position);
        Assert.False(ahead.MoveNext());
    }

    // The cursor reads 1 row ahead at first, then 2, 4, ..., up to the batch size that the backend prefers.
    [Fact]
    public void The_number_of_rows_read_ahead_starts_at_one_and_doubles()
    {
        int read = 0;
        IDataView source = _ml.Data.LoadFromEnumerable(Flowers.Rows(Rows).Select(row =>
        {
            read++;
            return row;
        }));
        using DataViewRowCursor cursor = _model.Transform(source).GetRowCursor([_model.Transform(source).Schema["Score"]]);
        int preferred = _model.Model.CreatePredictor().PreferredBatch;
        int expectedRead = 0;
        for (int batch = 1; expectedRead + batch < Rows; batch = Math.Min(2 * batch, preferred))
        {
            Assert.True(cursor.MoveNext());
            expectedRead += batch;
            Assert.Equal(expectedRead, read);
            for (int i = 1; i < batch; i++)
            {
                cursor.MoveNext();
                Assert.Equal(expectedRead, read);
            }
        }
    }

    [Fact]
    public void Only_requested_columns_are_read()
    {
        int[] reads = new int[2];
        Source[] rows = [.. Enumerable.Range(0, 40).Select(i => new Source { Features = [i, 1], Wanted = i, Unwanted = i })];
        IDataView data = _ml.Transforms.CustomMapping<Source, Counted>(
            (source, counted) =>
            {
                reads[0]++;
                counted.Count = source.Wanted;
            }, contractName: null).Fit(_ml.Data.LoadFromEnumerable(rows)).Transform(_ml.Data.LoadFromEnumerable(rows));
        IDataView scored = _model.Transform(data);
        using (DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]))
        {
            while (cursor.MoveNext())
            {
            }
        }

        Assert.Equal(0, reads[0]);
        using (DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Count"]]))
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(scored.Schema["Count"]);
            for (int i = 0; cursor.MoveNext(); i++)
            {
                float value = 0;
                getter(ref value);
                Assert.Equal(i, value);
            }
        }

        Assert.Equal(40, reads[0]);
    }

    [Fact]
    public void An_exception_while_reading_a_row_is_thrown_at_that_row()
    {
        const int FailingRow = 11;
        IDataView source = _ml.Data.LoadFromEnumerable(Failing());
        IDataView scored = _model.Transform(source);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> scores = default;
        for (int i = 0; i < FailingRow; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i, cursor.Position);
            getter(ref scores);
        }

        Exception thrown = Assert.ThrowsAny<Exception>(() => cursor.MoveNext());
        Assert.Contains("row 11", thrown.ToString(), StringComparison.Ordinal);

        static IEnumerable<Flowers.Flower> Failing()
        {
            foreach (Flowers.Flower row in Flowers.Rows(FailingRow))
            {
                yield return row;
            }

            throw new FormatException("row 11");
        }
    }

    [Fact]
    public void A_failing_value_affects_only_its_own_row()
    {
        Source[] rows = [.. Enumerable.Range(0, 40).Select(i => new Source { Features = [i, 1], Wanted = i })];
        IDataView source = _ml.Data.LoadFromEnumerable(rows);
        IDataView data = _ml.Transforms.CustomMapping<Source, Counted>(
            (row, counted) => counted.Count = row.Wanted == 20 ? throw new FormatException("twenty") : row.Wanted, contractName: null)
            .Fit(source).Transform(source);
        IDataView scored = _model.Transform(data);

        // The cursor of a set of one computes the scores itself.
        using DataViewRowCursor cursor = scored.GetRowCursorSet([scored.Schema["Score"], scored.Schema["Count"]], 1)[0];
        ValueGetter<float> count = cursor.GetGetter<float>(scored.Schema["Count"]);
        ValueGetter<VBuffer<float>> score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> scores = default;
        float value = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.True(cursor.MoveNext());
            score(ref scores);
            if (i == 20)
            {
                Assert.Contains("twenty", Assert.ThrowsAny<Exception>(() => count(ref value)).ToString(), StringComparison.Ordinal);
            }
            else
            {
                count(ref value);
                Assert.Equal(i, value);
            }
        }

        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Disposing_a_cursor_early_disposes_its_input_cursor()
    {
        WatchedView watched = new(Flowers.View(_ml, Rows));
        IDataView scored = _model.Transform(watched);
        using (DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]))
        {
            for (int i = 0; i < 10; i++)
            {
                Assert.True(cursor.MoveNext());
            }
        }

        Assert.Equal(1, watched.DisposedCount);
    }

    private sealed class Source
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Wanted { get; set; }

        public float Unwanted { get; set; }
    }

    private sealed class Counted
    {
        public float Count { get; set; }
    }
}
