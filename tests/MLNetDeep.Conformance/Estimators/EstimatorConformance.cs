using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Conformance;

/// <summary>Checks the behaviour that all estimators have in common.</summary>
internal static class EstimatorConformance
{
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">Data to which the estimator can be fitted.</param>
    /// <param name="withoutInputColumn">Data without an input column of the estimator.</param>
    /// <param name="wrongType">Data in which an input column of the estimator has an unsupported type.</param>
    /// <param name="ml">The context of the estimator. It is cancelled at the end.</param>
    public static void Check(IEstimator<ITransformer> estimator, IDataView data, IDataView withoutInputColumn, IDataView wrongType, MLContext ml)
    {
        CheckThrows(estimator, withoutInputColumn);
        CheckThrows(estimator, wrongType);

        ITransformer transformer = estimator.Fit(data);
        CheckThrows(transformer, withoutInputColumn);
        CheckThrows(transformer, wrongType);
        CheckSchemas(estimator, transformer, data);
        CheckLaziness(transformer, data);
        CheckCursors(transformer, data);
        CheckDisposal(transformer, data);
        CheckCursorSets(transformer, data);
        CheckRows(transformer, data);
        CheckRowLengths(transformer, data);
        CheckSaving(transformer, data);
        CheckCancellation(ml, transformer, data);
    }

    private static void CheckThrows(IEstimator<ITransformer> estimator, IDataView data)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data));
        Assert.Throws<ArgumentNullException>(() => estimator.Fit(null!));
        Assert.Throws<ArgumentNullException>(() => estimator.GetOutputSchema(null!));
    }

    private static void CheckThrows(ITransformer transformer, IDataView data)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.GetOutputSchema(data.Schema));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.GetRowToRowMapper(data.Schema));
    }

    // The schemas that the estimator and the transformer predict must equal the schema of the transformed view.
    private static void CheckSchemas(IEstimator<ITransformer> estimator, ITransformer transformer, IDataView data)
    {
        DataViewSchema actual = transformer.Transform(data).Schema;
        Assert.Equal(SchemaText.Of(actual), SchemaText.Of(transformer.GetOutputSchema(data.Schema)));
        SchemaShape predicted = estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema));
        Assert.Equal(SchemaText.Of(MLNetInternals.ShapeOf(actual)), SchemaText.Of(predicted));
    }

    private static void CheckLaziness(ITransformer transformer, IDataView data)
    {
        IDataView transformed = transformer.Transform(data);
        DataViewSchema.Column[] added = transformed.Schema.Skip(data.Schema.Count).ToArray();
        Assert.NotEmpty(added);
        using DataViewRowCursor cursor = transformed.GetRowCursor([]);
        Assert.All(transformed.Schema, column => Assert.False(cursor.IsColumnActive(column)));
        Assert.All(added, column => Assert.Throws<InvalidOperationException>(() => Values.TextGetter(cursor, column)));

        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        Assert.Empty(mapper.GetDependencies([]));
        foreach (DataViewSchema.Column column in mapper.OutputSchema.Take(data.Schema.Count))
        {
            Assert.Equal([column.Index], mapper.GetDependencies([column]).Select(c => c.Index));
        }
    }

    // Reads one view with two cursors, the second always a row ahead, to detect state shared between cursors.
    private static void CheckCursors(ITransformer transformer, IDataView data)
    {
        IDataView transformed = transformer.Transform(data);
        List<string> rows = Values.Rows(transformed);
        using DataViewRowCursor cursor = transformed.GetRowCursor(transformed.Schema);
        using DataViewRowCursor ahead = transformed.GetRowCursor(transformed.Schema);
        Func<string> getRow = Values.RowFormatter(cursor);
        Func<string> getRowAhead = Values.RowFormatter(ahead);
        Assert.Equal(-1, cursor.Position);
        Assert.True(ahead.MoveNext());
        Assert.Equal(rows[0], getRowAhead());
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i + 1 < rows.Count, ahead.MoveNext());
            Assert.Equal(i, cursor.Position);
            Assert.Equal(rows[i], getRow());
            if (i + 1 < rows.Count)
            {
                Assert.Equal(rows[i + 1], getRowAhead());
            }
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    // Disposing a cursor before its last row, from GetRowCursor or from a cursor set, must dispose its input cursor.
    private static void CheckDisposal(ITransformer transformer, IDataView data)
    {
        WatchedView watched = new(data);
        IDataView transformed = transformer.Transform(watched);
        DataViewRowCursor alone = transformed.GetRowCursor(transformed.Schema);
        DataViewRowCursor[] cursors = [alone, .. transformed.GetRowCursorSet(transformed.Schema, 1)];
        for (int i = 0; i < cursors.Length; i++)
        {
            Assert.True(cursors[i].MoveNext());
            Assert.Equal(i, watched.DisposedCount);
            cursors[i].Dispose();
            Assert.Equal(i + 1, watched.DisposedCount);
        }
    }

    private static void CheckCursorSets(ITransformer transformer, IDataView data)
    {
        IDataView transformed = transformer.Transform(data);
        List<string> sequential = Values.Rows(transformed);
        DataViewRowCursor[] cursors = transformed.GetRowCursorSet(transformed.Schema, 4);
        Assert.Equal(sequential.Order(StringComparer.Ordinal), cursors.SelectMany(Values.Rows).Order(StringComparer.Ordinal));
        Assert.Equal(sequential, Values.Rows(transformed));
    }

    // The row mapper must return the same values as the view, using only the input columns that it reports as dependencies.
    private static void CheckRows(ITransformer transformer, IDataView data)
    {
        IDataView transformed = transformer.Transform(data);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        foreach (DataViewSchema.Column column in mapper.OutputSchema.Skip(data.Schema.Count))
        {
            DataViewSchema.Column[] needed = mapper.GetDependencies([column]).ToArray();
            Assert.NotEmpty(needed);
            using DataViewRowCursor cursor = data.GetRowCursor(needed);
            using DataViewRow row = mapper.GetRow(cursor, [column]);
            Func<string> getText = Values.TextGetter(row, column);
            List<string> values = new();
            while (cursor.MoveNext())
            {
                values.Add(getText());
            }

            Assert.Equal(Values.ColumnTexts(transformed, transformed.Schema[column.Index]), values);
        }
    }

    // A row whose vector is longer or shorter than its column's type must throw; the message names column and row.
    private static void CheckRowLengths(ITransformer transformer, IDataView data)
    {
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);
        foreach (DataViewSchema.Column added in mapper.OutputSchema.Skip(data.Schema.Count))
        {
            foreach (DataViewSchema.Column input in mapper.GetDependencies([added]).Where(c => c.Type is VectorDataViewType { IsKnownSize: true }).ToArray())
            {
                foreach (int change in new[] { 1, -1 })
                {
                    IDataView transformed = transformer.Transform(new ResizedView(data, input.Name, row: 1, change));
                    using DataViewRowCursor cursor = transformed.GetRowCursor([transformed.Schema[added.Index]]);
                    Func<string> getText = Values.TextGetter(cursor, transformed.Schema[added.Index]);
                    Assert.True(cursor.MoveNext());
                    Assert.Equal(Values.ColumnTexts(transformer.Transform(data), added)[0], getText());
                    Assert.True(cursor.MoveNext());
                    Assert.Contains($"column '{input.Name}' (row 1)", Assert.Throws<InvalidOperationException>(getText).Message, StringComparison.Ordinal);
                }
            }
        }
    }

    private static void CheckSaving(ITransformer transformer, IDataView data)
    {
        MLContext ml = new();
        using MemoryStream file = new();
        ml.Model.Save(transformer, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out DataViewSchema schema);

        Assert.Equal(SchemaText.Of(data.Schema), SchemaText.Of(schema));
        IDataView before = transformer.Transform(data);
        IDataView after = loaded.Transform(data);
        Assert.Equal(SchemaText.Of(before.Schema), SchemaText.Of(after.Schema));
        Assert.Equal(Values.Rows(before), Values.Rows(after));
    }

    // Comes last, since a context stays cancelled.
    private static void CheckCancellation(MLContext ml, ITransformer transformer, IDataView data)
    {
        IDataView transformed = transformer.Transform(data);
        using DataViewRowCursor cursor = transformed.GetRowCursor(transformed.Schema);
        Assert.True(cursor.MoveNext());
        Cancel.Execution(ml);
        Assert.Throws<OperationCanceledException>(() => cursor.MoveNext());
        using DataViewRowCursor later = transformed.GetRowCursor(transformed.Schema);
        Assert.True(later.MoveNext());
    }
}
