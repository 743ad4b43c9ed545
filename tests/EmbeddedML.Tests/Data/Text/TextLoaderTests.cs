using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Text;

public sealed class TextLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embeddedml-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_rows_come_in_their_order(bool useThreads)
    {
        IDataView view = Load(WriteRows(5_000), useThreads);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<int> numbers = cursor.GetGetter<int>(view.Schema[0]);
        ValueGetter<ReadOnlyMemory<char>> texts = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema[1]);
        int row = 0;
        ReadOnlyMemory<char> first = default;
        for (; cursor.MoveNext(); row++)
        {
            int number = 0;
            ReadOnlyMemory<char> text = default;
            numbers(ref number);
            texts(ref text);
            first = row == 0 ? text : first;
            Assert.Equal(row, number);
            Assert.Equal($"text {row}", text.ToString());
            Assert.Equal(row, cursor.Position);
        }
        Assert.Equal(5_000, row);
        // Texts stay what they are when the cursor has moved on.
        Assert.Equal("text 0", first.ToString());
    }

    // As recorded from Microsoft.ML 5.0.0.
    [Fact]
    public void Format_errors_are_logged_by_the_loader()
    {
        string path = Path.Combine(_folder, "sparse.txt");
        File.WriteAllText(path, "1\t5\t0:1\n2\t5\t3:1\t2:4\n");
        var ml = new MLContext(1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add($"{e.Kind} {e.Source}");
        var options = new TextLoader.Options { AllowSparse = true, Columns = [new TextLoader.Column("F", DataKind.Single, 1, 5)] };
        Assert.Equal(2, ml.Data.LoadFromTextFile(path, options).GetColumn<VBuffer<float>>("F").Count());
        Assert.Contains("Warning TextLoader; ParseStats", log);
    }

    [Fact]
    public void A_set_of_cursors_has_each_row_once_on_threads_of_their_own()
    {
        IDataView view = Load(WriteRows(5_000));
        DataViewRowCursor[] cursors = view.GetRowCursorSet(view.Schema, 4);
        var rows = new System.Collections.Concurrent.ConcurrentBag<(ulong Id, int Number, long Batch)>();
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                ValueGetter<int> numbers = cursor.GetGetter<int>(view.Schema[0]);
                ValueGetter<DataViewRowId> ids = cursor.GetIdGetter();
                while (cursor.MoveNext())
                {
                    int number = 0;
                    DataViewRowId id = default;
                    numbers(ref number);
                    ids(ref id);
                    rows.Add((id.Low, number, cursor.Batch));
                }
            }
        });

        (ulong Id, int Number, long Batch)[] sorted = rows.OrderBy(r => r.Id).ToArray();
        Assert.Equal(Enumerable.Range(0, 5_000), sorted.Select(r => r.Number));
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => (ulong)i), sorted.Select(r => r.Id));
        // Merging by batch restores the order.
        Assert.Equal(sorted.Select(r => r.Batch).Order(), sorted.Select(r => r.Batch));
    }

    [Theory]
    [InlineData(true, typeof(FormatException))] // ML.NET wraps what its threads throw
    [InlineData(false, typeof(InvalidOperationException))]
    public void An_unreadable_value_is_reported_behind_the_rows_before_it(bool useThreads, Type expected)
    {
        string path = WriteRows(1_000);
        File.AppendAllText(path, "x\ttext\n");
        IDataView view = Load(path, useThreads);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        int rows = 0;
        Exception? exception = Record.Exception(() =>
        {
            while (cursor.MoveNext())
                rows++;
        });

        Assert.IsType(expected, exception);
        Assert.Contains("Line 1001", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Number'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'x'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1_000, rows);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_value_of_a_column_that_is_not_read_does_not_matter()
    {
        string path = WriteRows(10);
        File.AppendAllText(path, "x\tlast\n");
        IDataView view = Load(path);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[1]]);
        int rows = 0;
        while (cursor.MoveNext())
            rows++;

        Assert.Equal(11, rows);
        Assert.False(cursor.IsColumnActive(view.Schema[0]));
    }

    [Fact]
    public void A_cursor_that_is_disposed_early_closes_its_file()
    {
        string path = WriteRows(50_000);
        IDataView view = Load(path);
        DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        cursor.MoveNext();
        cursor.Dispose();

        Assert.False(cursor.MoveNext());
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(exclusive.CanWrite);
    }

    [Fact]
    public void What_is_wrong_is_counted_and_the_first_cases_are_logged()
    {
        string path = Path.Combine(_folder, "bad.tsv");
        File.WriteAllLines(path, Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "1.5" : "\"bad"));
        var messages = new List<string>();
        var loader = new TextLoader(
            TestEnvironment.Create((_, message) => messages.Add(message.Message)),
            new TextLoader.Options { Columns = [new TextLoader.Column("A", DataKind.Single, 0)], AllowQuoting = false, UseThreads = false });
        IDataView view = loader.Load(path);
        using (DataViewRowCursor cursor = view.GetRowCursor(view.Schema))
        {
            while (cursor.MoveNext())
            {
            }
        }

        Assert.Equal(10, messages.Count(m => m.StartsWith("  Bad value at line ", StringComparison.Ordinal)));
        Assert.Contains("Processed 50 rows with 25 bad values and 0 format errors", messages);
    }

    [Fact]
    public void Lines_end_as_they_do_everywhere()
    {
        string path = Path.Combine(_folder, "lines.tsv");
        File.WriteAllText(path, "1\ta\r2\tb\r\n3\tc\n\n\r\n4\td");
        IDataView view = Load(path);

        Assert.Equal([1, 2, 3, 4], view.GetColumn<int>("Number"));
        Assert.Equal(["a", "b", "c", "d"], view.GetColumn<string>("Text"));
    }

    [Fact]
    public void Fields_that_are_longer_than_any_buffer_are_read()
    {
        string path = Path.Combine(_folder, "long.tsv");
        string text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i} "));
        File.WriteAllText(path, $"1\t{text}\n2\tb\n");

        Assert.Equal([text, "b"], Load(path).GetColumn<string>("Text"));
    }

    [Fact]
    public void A_quoted_field_goes_on_over_lines_where_that_is_allowed()
    {
        string path = Path.Combine(_folder, "quoted.tsv");
        File.WriteAllText(path, "1\t\"a\r\nb \"\"c\"\"\"\n2\td\n");
        var options = new TextLoader.Options { Columns = Columns(), AllowQuoting = true, ReadMultilines = true };

        Assert.Equal(["a\nb \"c\"", "d"], new TextLoader(TestEnvironment.Create(), options).Load(path).GetColumn<string>("Text"));
    }

    [Fact]
    public void Reading_allocates_nothing_for_rows_of_numbers()
    {
        string path = Path.Combine(_folder, "numbers.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 20_000).Select(i => $"{i % 7},{i * 0.25},{-i},1e-3,5"));
        var options = new TextLoader.Options { Columns = [new TextLoader.Column("A", DataKind.Single, 0, 4)], Separators = [','], UseThreads = false };
        IDataView view = new TextLoader(TestEnvironment.Create(), options).Load(path);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        VBuffer<float> value = default;
        long allocated = 0;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref value);
            if (row == 1_000)
                allocated = GC.GetAllocatedBytesForCurrentThread();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 10_000);
    }

    private IDataView Load(string path, bool useThreads = true)
        => new TextLoader(TestEnvironment.Create(), new TextLoader.Options { Columns = Columns(), UseThreads = useThreads }).Load(path);

    private string WriteRows(int count)
    {
        string path = Path.Combine(_folder, "rows.tsv");
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(i => $"{i}\ttext {i}"));
        return path;
    }

    private static TextLoader.Column[] Columns() => [new TextLoader.Column("Number", DataKind.Int32, 0), new TextLoader.Column("Text", DataKind.String, 1)];
}
