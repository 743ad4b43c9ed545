using EmbeddedML.Tests.Data.Transforms.Scenarios;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>What holds for every estimator and what it fits, whatever it does with the data.</summary>
internal static class TransformConformance
{
    public static void Check(IEstimator<ITransformer> estimator, IDataView train, IDataView apply)
    {
        SchemaShape promised = estimator.GetOutputSchema(SchemaShape.Create(train.Schema));
        ITransformer transformer = estimator.Fit(train);
        IDataView output = transformer.Transform(apply);

        CheckShape(promised, output.Schema);
        CheckSchema(output.Schema, transformer.GetOutputSchema(apply.Schema));
        CheckMissingColumns(estimator, transformer, train, apply);
        CheckEachColumnAlone(output);
        CheckCursorSets(output);
        if (transformer.IsRowToRowMapper)
            CheckRowMapper(transformer, apply, output);
    }

    // The shape promises at least what is there; what is there may have more annotations. Where nothing was learned, a vector
    // with a slot for each thing learned has none, and its type is that of vectors of any size. Of converted keys ML.NET promises
    // but the numbers. Of the keys that a map gives it promises UInt32 in any case, and for vectors it gives but the numbers. (That no more is promised or kept back than by ML.NET, the recorded shapes show.)
    private static void CheckShape(SchemaShape promised, DataViewSchema actual)
    {
        SchemaShape shape = SchemaShape.Create(actual);
        Assert.Equal(promised.Select(c => c.Name).Order(StringComparer.Ordinal), shape.Select(c => c.Name).Order(StringComparer.Ordinal));
        foreach (SchemaShape.Column column in promised)
        {
            Assert.True(shape.TryFindColumn(column.Name, out SchemaShape.Column found));
            string description = found.Describe();
            if (column.Kind == SchemaShape.Column.VectorKind.Vector && actual[column.Name].Type is VectorDataViewType { Size: 0 })
                description = description.Replace("VarVector", "Vector", StringComparison.Ordinal);
            if (found.IsKey && !column.IsKey)
                description = description.Replace($"Key<{found.ItemType}>", found.ItemType.ToString(), StringComparison.Ordinal);
            if (found.IsKey && column.IsKey && column.ItemType.Equals(NumberDataViewType.UInt32))
                description = description.Replace($"Key<{found.ItemType}>", $"Key<{column.ItemType}>", StringComparison.Ordinal);
            if (column.IsKey && !found.IsKey && column.Kind != SchemaShape.Column.VectorKind.Scalar)
                description = description.Replace(column.ItemType.ToString()!, $"Key<{column.ItemType}>", StringComparison.Ordinal);
            Assert.Equal(column.Describe(), description);
        }
    }

    private static void CheckSchema(DataViewSchema expected, DataViewSchema actual)
        => Assert.Equal(expected.Select(c => c.ToString()), actual.Select(c => c.ToString()));

    // Without a column that is needed, both the shape and the transformation fail alike; without one that is not, neither does.
    private static void CheckMissingColumns(IEstimator<ITransformer> estimator, ITransformer transformer, IDataView train, IDataView apply)
    {
        bool failedOnce = false;
        foreach (string name in train.Schema.Select(c => c.Name).Distinct())
        {
            var view = new ColumnsView(apply, c => c.Name != name);
            Exception? fromShape = Record.Exception(() => estimator.GetOutputSchema(SchemaShape.Create(view.Schema)));
            Exception? fromSchema = Record.Exception(() => transformer.GetOutputSchema(view.Schema));
            Exception? fromView = Record.Exception(() => transformer.Transform(view));
            Assert.Equal(fromShape?.GetType(), fromSchema?.GetType());
            Assert.Equal(fromShape?.GetType(), fromView?.GetType());
            if (fromShape is null)
                continue;
            failedOnce = true;
            Assert.IsType<ArgumentOutOfRangeException>(fromShape);
            Assert.Contains(name, fromShape.Message, StringComparison.Ordinal);
        }
        Assert.True(failedOnce, "No column of the data is needed: the test data do not fit the estimator.");
    }

    // Each column reads the same when it alone is asked for, and only then can it be read.
    private static void CheckEachColumnAlone(IDataView output)
    {
        string[][] expected = ReadAll(output, output.GetRowCursor(output.Schema));
        foreach (DataViewSchema.Column column in output.Schema)
        {
            using DataViewRowCursor cursor = output.GetRowCursor([column]);
            foreach (DataViewSchema.Column other in output.Schema)
                Assert.Equal(other.Index == column.Index, cursor.IsColumnActive(other));
            DataViewSchema.Column? inactive = output.Schema.Cast<DataViewSchema.Column?>().FirstOrDefault(c => c!.Value.Index != column.Index);
            if (inactive is DataViewSchema.Column hidden)
            {
                Exception? error = Record.Exception(() => ViewText.Reader(cursor, hidden));
                Assert.True(error is ArgumentOutOfRangeException or InvalidOperationException);
            }
            Func<string> reader = ViewText.Reader(cursor, column);
            for (int row = 0; row < expected.Length; row++)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal(expected[row][column.Index], reader());
            }
            Assert.False(cursor.MoveNext());
        }
    }

    public static void CheckCursorSets(IDataView output)
    {
        string[] expected = ReadAll(output, output.GetRowCursor(output.Schema)).Select(Join).Order(StringComparer.Ordinal).ToArray();
        foreach (int count in new[] { 1, 3 })
        {
            DataViewRowCursor[] cursors = output.GetRowCursorSet(output.Schema, count);
            Assert.InRange(cursors.Length, 1, count);
            Assert.Equal(expected, cursors.SelectMany(cursor => ReadAll(output, cursor)).Select(Join).Order(StringComparer.Ordinal));
        }
    }

    private static void CheckRowMapper(ITransformer transformer, IDataView apply, IDataView output)
    {
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(apply.Schema);
        Assert.Same(apply.Schema, mapper.InputSchema);
        CheckSchema(output.Schema, mapper.OutputSchema);
        Assert.Empty(mapper.GetDependencies([]));
        string[][] expected = ReadAll(output, output.GetRowCursor(output.Schema));
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            // Only the dependencies are active in the input: reading anything else there throws.
            DataViewSchema.Column[] dependencies = mapper.GetDependencies([column]).ToArray();
            Assert.Equal(dependencies.Length, dependencies.Select(c => c.Index).Distinct().Count());
            using DataViewRowCursor cursor = apply.GetRowCursor(dependencies);
            using DataViewRow row = mapper.GetRow(cursor, [column]);
            Func<string> reader = ViewText.Reader(row, column);
            for (int i = 0; cursor.MoveNext(); i++)
                Assert.Equal(expected[i][column.Index], reader());
        }
    }

    private static string[][] ReadAll(IDataView view, DataViewRowCursor cursor)
    {
        using (cursor)
        {
            Func<string>[] readers = view.Schema.Select(c => ViewText.Reader(cursor, c)).ToArray();
            List<string[]> rows = [];
            while (cursor.MoveNext())
                rows.Add(Array.ConvertAll(readers, read => read()));
            return [.. rows];
        }
    }

    private static string Join(string[] row) => string.Join(" | ", row);
}
