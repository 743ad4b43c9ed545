using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace EmbeddedML.Tests.Data;

/// <summary>Messages in the log: kinds, sources and texts as Microsoft.ML 5.0.0 wrote them in the same programs.</summary>
public sealed class LogMessageTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly List<string> _messages = [];
    private readonly MLContext _ml = new(1);

    public LogMessageTests() => _ml.Log += (_, e) =>
    {
        if (e.Kind != ChannelMessageKind.Trace)
            _messages.Add(e.Message.Replace(_path, "FILE", StringComparison.Ordinal));
    };

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(3, "[Source=TextSaver; Saving, Kind=Info] Wrote 3 rows of length 4")]
    [InlineData(0, "[Source=TextSaver; Saving, Kind=Warning] Wrote zero rows of data!")]
    public void Rows_written_as_text_are_counted(int count, string message)
    {
        _ml.Data.SaveAsText(_ml.Data.LoadFromEnumerable(Enumerable.Repeat(new FixedRow(), count)), new MemoryStream());
        Assert.Equal([message], _messages);
    }

    [Fact]
    public void Vectors_of_any_length_before_other_columns_are_warned_of()
    {
        VariableRow[] rows = [new() { Numbers = [1, 2, 3] }, new() { Numbers = [] }];
        _ml.Data.SaveAsText(_ml.Data.LoadFromEnumerable(rows), new MemoryStream());
        Assert.Equal(
            [
                "[Source=TextSaver; Saving, Kind=Warning] Column 'Numbers' is variable length, so it must be the last, or the file will be unreadable. "
                    + "Consider switching to binary format or use xf=Choose to make 'Numbers' the last column.",
                "[Source=TextSaver; Saving, Kind=Info] Wrote 2 rows of lengths between 1 and 4",
            ],
            _messages);
    }

    [Fact]
    public void Unreadable_values_are_told_and_counted()
    {
        Read("1,2,3,4,a\nx,y,z,5,b\n", MakeOptions());
        Assert.Equal(
            [
                "[Source=TextLoader; ParseStats, Kind=Info]   Bad value at line 2 in column A",
                "[Source=TextLoader; ParseStats, Kind=Info]   Bad value at line 2 in column V at slot 0",
                "[Source=TextLoader; ParseStats, Kind=Info]   Bad value at line 2 in column V at slot 1",
                "[Source=TextLoader; ParseStats, Kind=Info] Processed 2 rows with 3 bad values and 0 format errors",
            ],
            _messages);
    }

    [Fact]
    public void Of_many_unreadable_values_ten_are_told()
    {
        Read(string.Concat(Enumerable.Repeat("x,y,3,q,b\n", 40)), MakeOptions());
        Assert.Equal(12, _messages.Count);
        Assert.Equal("[Source=TextLoader; ParseStats, Kind=Info]   Suppressing further bad value messages", _messages[10]);
        Assert.Equal("[Source=TextLoader; ParseStats, Kind=Info] Processed 40 rows with 120 bad values and 0 format errors", _messages[11]);
    }

    [Fact]
    public void Lines_of_a_wrong_form_are_told_and_counted()
    {
        TextLoader.Options options = MakeOptions();
        options.AllowSparse = true;
        options.AllowQuoting = true;
        Read("5,9:1\n5,0:1,0:2\n1,2,3,4,a,0:1\n1,2,3,4,\"b\"c\n", options);
        Assert.Equal(
            [
                "[Source=TextLoader; ParseStats, Kind=Warning] Format error at FILE(1,3)-(1,6): Sparse item index larger than expected. Is the specified size incorrect?",
                "[Source=TextLoader; ParseStats, Kind=Warning] Format error at FILE(2,7)-(2,10): Sparse indices out of order",
                "[Source=TextLoader; ParseStats, Kind=Warning] Format error at FILE(3,11)-(3,14): Bad dimensionality or ambiguous sparse item. "
                    + "Use sparse=- for non-sparse file, and/or quote the value.",
                "[Source=TextLoader; ParseStats, Kind=Warning] Format error at FILE(4,9)-(4,13): Illegal quoting",
                "[Source=TextLoader; ParseStats, Kind=Info] Processed 4 rows with 0 bad values and 4 format errors",
            ],
            _messages);
    }

    [Fact]
    public void Columns_of_one_name_are_told()
    {
        TextLoader.Options options = MakeOptions();
        options.Columns[1].Name = "A";
        Read("1,2,3,4,a\n", options);
        Assert.Equal(["[Source=TextLoader; Binding, Kind=Info] Duplicate name(s) specified - later columns will hide earlier ones"], _messages);
    }

    [Fact]
    public void Options_in_a_file_beside_other_options_are_warned_of()
    {
        File.WriteAllText(_path, "#@ TextLoader{\n#@ sep=tab col=A:R4:0\n#@ }\n1\t2\n");
        _ml.Data.CreateTextLoader(new TextLoader.Options { HasHeader = true }, new MultiFileSource(_path));
        Assert.Equal(
            [
                "[Source=TextLoader; Parsing options from file, Kind=Warning] Arguments cannot be embedded in the file and in the command line. "
                    + "The embedded arguments will be ignored",
            ],
            _messages);
    }

    [Theory]
    [InlineData("bogus=3", "Unrecognized command line argument 'bogus'")]
    [InlineData("col=A:R4:x", "Expected arguments in curly braces for 'column'")]
    [InlineData("col=A:R4:0 size=x", "'x' is not a valid value for the 'inputSize' command line option")]
    [InlineData("col={", "Error: Unbalanced quoting in command line arguments")]
    public void Options_in_a_file_that_cannot_be_read_are_an_error(string options, string message)
    {
        File.WriteAllText(_path, $"#@ TextLoader{{\n#@ {options}\n#@ }}\n1\t2\n");
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateTextLoader(new TextLoader.Options(), new MultiFileSource(_path)));
        Assert.Equal([$"[Source=TextLoader; Parsing options from file, Kind=Error] {message}"], _messages);
    }

    [Fact]
    public void Training_without_values_is_warned_of()
    {
        IDataView none = _ml.Data.LoadFromEnumerable(Array.Empty<FixedRow>());
        _ml.Transforms.Conversion.MapValueToKey("T").Fit(none);
        _ml.Transforms.ReplaceMissingValues("A", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean).Fit(none);
        Assert.Equal(
            [
                "[Source=Term; Training, Kind=Warning] Term map for output column 'T' contains no entries.",
                "[Source=MissingValueReplacingTransformer; Computing Statistics, Kind=Warning] All values in this column are NAs, using default value for imputation",
            ],
            _messages);
    }

    [Fact]
    public void A_map_is_stored_when_its_transformer_is_made()
    {
        _ml.Transforms.Conversion.MapValue("X", new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, "T");
        Assert.StartsWith("[Source=BinarySaver; Saving, Kind=Info] Wrote 2 rows across 2 columns in 00:00:", Assert.Single(_messages), StringComparison.Ordinal);
    }

    private static TextLoader.Options MakeOptions() => new()
    {
        Separators = [','],
        Columns = [new("A", DataKind.Single, 0), new("V", DataKind.Single, 1, 3), new("T", DataKind.String, 4)],
    };

    private void Read(string content, TextLoader.Options options)
    {
        File.WriteAllText(_path, content);
        IDataView view = _ml.Data.LoadFromTextFile(_path, options);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext())
        {
        }
        // The counts are told at the end of the rows, not only when the cursor is disposed.
        int count = _messages.Count;
        cursor.Dispose();
        Assert.Equal(count, _messages.Count);
    }

    private sealed class FixedRow
    {
        public float A { get; set; } = 1;

        public string T { get; set; } = "a";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [1, 2];
    }

    private sealed class VariableRow
    {
        public float[] Numbers { get; set; } = [];

        public string T { get; set; } = "a";
    }
}
