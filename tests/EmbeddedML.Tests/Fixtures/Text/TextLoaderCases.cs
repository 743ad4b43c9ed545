// What text loaders make of files and options, line by line. The same source was run on Microsoft.ML 5.0.0 to record
// loader-cases.txt. Of exceptions only the types are compared.
using Microsoft.ML;
using Microsoft.ML.Data;

internal sealed class TextLoaderCases(string folder)
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Run()
    {
        WriteFiles();
        Paths();
        Headers();
        BadOptions();
        BadColumns();
        OptionsInFiles();
        RowClasses();
        Cursors();
        Handles();
        return _lines;
    }

    private void Paths()
    {
        Add("no such file", () => Load("none.csv"));
        Add("empty path", () => Show(_ml.Data.LoadFromTextFile("", Options())));
        Add("null path", () => Show(_ml.Data.LoadFromTextFile(null!, Options())));
        Add("several files", () => Show(_ml.Data.CreateTextLoader(Options(o => o.HasHeader = true)).Load(At("a.csv"), At("b.csv"))));
        Add("joined paths", () => Show(_ml.Data.LoadFromTextFile(At("a.csv") + "+" + At("b.csv"), Options(o => o.HasHeader = true))));
        Add("wildcard", () => Load("?.csv", o => o.HasHeader = true));
        Add("wildcard without a file", () => Load("*.zzz"));
        Add("folders below", () => Load(".../*.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.String, 0)]));
        Add("all files below", () => Load("sub/...", o => o.Columns = [new TextLoader.Column("A", DataKind.String, 0)]));
        Add("source of a wildcard", () => Files(new MultiFileSource(At("*.csv"))));
        Add("source without duplicates", () => Files(new MultiFileSource(At("a.csv") + "+" + At("*.csv") + "+" + At("A.CSV"))));
        Add("source of nothing", () => Files(new MultiFileSource(null)));
        Add("source of files that are not there", () => Files(new MultiFileSource("x", "y")));
        Add("source of one that is there", () => Files(new MultiFileSource("x", At("a.csv"), At("sub/...*.csv"))));
        Add("file that cannot be opened", () => new MultiFileSource("x").Open(0).ToString());
        Add("index out of range", () => new MultiFileSource("x").GetPathOrNull(1));
        Add("file that is missing later", () => Show(_ml.Data.CreateTextLoader(Options()).Load(At("none.csv"))));
    }

    private void Headers()
    {
        Add("default columns", () => Show(_ml.Data.LoadFromTextFile(At("sub/c.csv"))));
        Add("default columns of an empty file", () => Show(_ml.Data.LoadFromTextFile(At("empty.csv"))));
        Add("default columns of nothing", () => $"{_ml.Data.CreateTextLoader(new TextLoader.Options()).GetOutputSchema()}");
        Add("lines of several lengths", () => Load("bad.csv", o => o.Columns = [ToEnd(1)]));
        Add("start behind the end", () => Load("a.csv", o => o.Columns = [ToEnd(5)]));
        Add("given number of fields", () => Load("a.csv", o => (o.InputSize, o.HasHeader, o.Columns) = (4, true, [ToEnd(1)])));
        Add("header", () => Load("a.csv", o => (o.HasHeader, o.Columns) = (true, [new TextLoader.Column("A", DataKind.Single, 0, 2)])));
        Add("header file", () => Load("sub/c.csv", o => (o.HeaderFile, o.HasHeader, o.Separators, o.Columns) = (At("names.txt"), true, ['\t'], [new TextLoader.Column("A", DataKind.Single, 0, 1)])));
    }

    private void BadOptions()
    {
        Add("digit as separator", () => Load("a.csv", o => o.Separators = ['1']));
        Add("quote as separator", () => Load("a.csv", o => o.Separators = ['"']));
        Add("colon with sparse lines", () => Load("a.csv", o => (o.Separators, o.AllowSparse) = ([':'], true)));
        Add("letter as separator", () => Load("a.csv", o => o.Separators = ['x']));
        Add("separator as escape", () => Load("a.csv", o => o.EscapeChar = ','));
        Add("decimal marker", () => Load("a.csv", o => o.DecimalMarker = ';'));
        Add("decimal marker as separator", () => Load("a.csv", o => o.DecimalMarker = ','));
        Add("negative rows", () => Load("a.csv", o => o.MaxRows = -1));
        Add("no rows", () => Load("a.csv", o => o.MaxRows = 0));
        Add("negative number of fields", () => Load("a.csv", o => o.InputSize = -1));
    }

    private void BadColumns()
    {
        Add("no fields", () => Load("a.csv", o => o.Columns = [new TextLoader.Column { Name = "A" }]));
        Add("no name", () => Load("a.csv", o => o.Columns = [new TextLoader.Column { Source = [new TextLoader.Range(0)] }]));
        Add("blank name", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("  ", DataKind.Single, 0)]));
        Add("name with spaces", () => Load("a.csv", o => o.Columns = [new TextLoader.Column(" A ", DataKind.Single, 0)]));
        Add("one name twice", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, 0), new TextLoader.Column("A", DataKind.String, 1)]));
        Add("overlap", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, [new TextLoader.Range(0, 2), new TextLoader.Range(1)])]));
        Add("no such kind", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", (DataKind)99, 0)]));
        Add("kind 0", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", 0, 0)]));
        Add("key of reals", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, [new TextLoader.Range(0)], new KeyCount(5))]));
        Add("key of too many", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Byte, [new TextLoader.Range(0)], new KeyCount(500))]));
        Add("key of none", () => $"{new KeyCount(0)}");
        Add("negative field", () => $"{new TextLoader.Range(-1)}");
        Add("range that runs back", () => $"{new TextLoader.Range(3, 2)}");
        Add("null name", () => $"{new TextLoader.Column(null!, DataKind.Single, 0)}");
        Add("null ranges", () => $"{new TextLoader.Column("A", DataKind.Single, null!)}");
        Add("all other fields", () => Load("a.csv", o => (o.HasHeader, o.Columns) = (true, [new TextLoader.Column("A", DataKind.Single, [Others()]), new TextLoader.Column("B", DataKind.Single, 1)])));
        Add("all other fields twice", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, [Others()]), new TextLoader.Column("B", DataKind.Single, [Others()])]));
        Add("all other fields of none", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, [Others()]), new TextLoader.Column("B", DataKind.Single, 0, 2)]));
        Add("last possible field", () => Load("a.csv", o => o.Columns = [new TextLoader.Column("A", DataKind.Single, [new TextLoader.Range { Max = int.MaxValue }])]));
    }

    private void OptionsInFiles()
    {
        foreach (string name in new[] { "settings1.txt", "settings2.txt", "settings-damaged.txt", "settings-without-columns.txt", "settings-of-another.txt" })
            Add(name, () => Show(_ml.Data.LoadFromTextFile(At(name))));
        Add("settings with a number of rows", () => Show(_ml.Data.LoadFromTextFile(At("settings2.txt"), new TextLoader.Options { MaxRows = 1 })));
        Add("settings with other options", () => Show(_ml.Data.LoadFromTextFile(At("settings1.txt"), new TextLoader.Options { AllowQuoting = true })));
    }

    private void RowClasses()
    {
        Add("row class", () => Show(_ml.Data.LoadFromTextFile<Row>(At("a.csv"), ',', hasHeader: true)));
        Add("row class with options", () => Show(_ml.Data.LoadFromTextFile<Row>(At("a.csv"), new TextLoader.Options { Separators = [','] })));
        Add("member without a field", () => Show(_ml.Data.LoadFromTextFile<NoAttribute>(At("a.csv"), ',')));
        Add("class without members", () => Show(_ml.Data.LoadFromTextFile<NoMember>(At("a.csv"), ',')));
        Add("member of another type", () => Show(_ml.Data.LoadFromTextFile<OtherType>(At("a.csv"), ',')));
    }

    private void Cursors()
    {
        Add("positions", Positions);
        Add("getter of another type", () => $"{_ml.Data.LoadFromTextFile(At("a.csv"), Options()) is var v && v.GetRowCursor(v.Schema).GetGetter<int>(v.Schema[0]) is null}");
        Add("getter of an inactive column", () => $"{_ml.Data.LoadFromTextFile(At("a.csv"), Options()) is var v && v.GetRowCursor([]).GetGetter<float>(v.Schema[0]) is null}");
        Add("written separator", () => Save(_ml.Data.LoadFromTextFile(At("a.csv"), Options()), 'x'));
        Add("nothing written", () => Save(null!, ','));
        Add("loader with an estimator", () =>
        {
            var loader = _ml.Data.CreateTextLoader(Options(o => o.HasHeader = true)).Append(_ml.Transforms.CopyColumns("B", "A")).Fit(new MultiFileSource(At("a.csv")));
            return Show(loader.Load(At("b.csv"))) + loader.GetOutputSchema().Count;
        });
    }

    private void Handles()
    {
        var context = new Context();
        Add("handle", () =>
        {
            using var handle = new SimpleFileHandle(context, At("handle.txt"), needsWrite: true, autoDelete: true);
            string states = $"{handle.CanRead} {handle.CanWrite}";
            using (Stream stream = handle.CreateWriteStream())
                stream.Write("1\t2"u8);
            return $"{states} {handle.CanRead} {handle.CanWrite} {Show(_ml.Data.CreateTextLoader([new TextLoader.Column("A", DataKind.Single, 0)]).Load(new FileHandleSource(handle)))}";
        });
        Add("file of a disposed handle", () => $"{File.Exists(At("handle.txt"))}");
        Add("source of a handle that is not written", () => $"{new FileHandleSource(new SimpleFileHandle(context, At("h"), needsWrite: true, autoDelete: false))}");
        Add("reading of a handle that is not written", () => $"{new SimpleFileHandle(context, At("h"), needsWrite: true, autoDelete: false).OpenReadStream()}");
        Add("writing of a handle that is written", () => $"{new SimpleFileHandle(context, At("h"), needsWrite: false, autoDelete: false).CreateWriteStream()}");
        Add("handle of no path", () => $"{new SimpleFileHandle(context, "", needsWrite: false, autoDelete: false)}");
    }

    private string Positions()
    {
        IDataView view = _ml.Data.LoadFromTextFile(At("a.csv"), Options(o => o.HasHeader = true));
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema[0]);
        float value = 0;
        string text = $"{cursor.Position} {view.GetRowCount()} {view.CanShuffle}";
        try
        {
            getter(ref value);
        }
        catch (Exception e)
        {
            text += $" {e.GetType().Name}";
        }
        while (cursor.MoveNext())
        {
            getter(ref value);
            text += $" {value}@{cursor.Position}";
        }
        return $"{text} {cursor.Position} {cursor.MoveNext()}";
    }

    private void WriteFiles()
    {
        Directory.CreateDirectory(At("sub/deep"));
        File.WriteAllText(At("a.csv"), "l,x,y\n1,2,3\n4,5,6\n");
        File.WriteAllText(At("b.csv"), "l,x,y\n7,8,9\n");
        File.WriteAllText(At("bad.csv"), "1,a\n2,b,c\n");
        File.WriteAllText(At("empty.csv"), "");
        File.WriteAllText(At("sub/c.csv"), "1\t2\n");
        File.WriteAllText(At("sub/deep/d.csv"), "3\t4\n");
        File.WriteAllText(At("names.txt"), "p\tq\tr\n");
        File.WriteAllText(At("settings1.txt"), "//c\n#@ TextLoader{\n#@   header+ sep=comma quote+\n#@   col=A:R4:0 col={name={B B} type=TX src=1 src={min=2 max=2}}\n#@ }\n\"x\",y,z\n1,\"a,b\",c\n");
        File.WriteAllText(At("settings2.txt"), "#@ Text{sep=tab col=L:U4[5]:0 col=V:1-* rows=1}\n3\t4\t5\n6\t7\t8\n");
        File.WriteAllText(At("settings-damaged.txt"), "#@ TextLoader{sep=tab col=}\n3\t4\n");
        File.WriteAllText(At("settings-without-columns.txt"), "#@ TextLoader{sep=tab}\n3\t4\n");
        File.WriteAllText(At("settings-of-another.txt"), "#@ Other{sep=tab col=A:0}\n3\t4\n");
    }

    private string Load(string name, Action<TextLoader.Options>? change = null) => Show(_ml.Data.LoadFromTextFile(At(name), Options(change)));

    private string Save(IDataView data, char separator)
    {
        _ml.Data.SaveAsText(data, new MemoryStream(), separator);
        return "";
    }

    private string Files(MultiFileSource source) => string.Join("; ", Enumerable.Range(0, source.Count).Select(source.GetPathOrNull)).Replace(folder, "");

    private string At(string name) => Path.Combine(folder, name);

    private static TextLoader.Options Options(Action<TextLoader.Options>? change = null)
    {
        var options = new TextLoader.Options { Columns = [new TextLoader.Column("A", DataKind.Single, 0)], Separators = [','] };
        change?.Invoke(options);
        return options;
    }

    private static TextLoader.Column ToEnd(int first) => new("A", DataKind.String, [new TextLoader.Range(first, null)]);

    private static TextLoader.Range Others() => new() { Min = 0, Max = 2, AllOther = true };

    private static string Show(IDataView view)
    {
        IEnumerable<string> rows = view.Preview().RowView.Select(row => string.Join(",", row.Values.Select(v => Show(v.Value))));
        return $"{string.Join("; ", view.Schema)} => {string.Join(" / ", rows)}";
    }

    private static string Show(object value) => value switch
    {
        VBuffer<float> vector => $"[{string.Join(" ", vector.DenseValues())}]",
        VBuffer<ReadOnlyMemory<char>> vector => $"[{string.Join(" ", vector.DenseValues())}]",
        _ => $"{value}",
    };

    private void Add(string name, Func<string?> run)
    {
        try
        {
            _lines.Add($"{name}: {run()}");
        }
        catch (Exception e)
        {
            _lines.Add($"{name}: {e.GetType().Name}{(e.InnerException is null ? "" : $" of {e.InnerException.GetType().Name}")}");
        }
    }

    private sealed class Context : Microsoft.ML.Runtime.IExceptionContext
    {
        public string ContextDescription => "";

        public TException Process<TException>(TException ex) where TException : Exception => ex;
    }

#pragma warning disable CS0649 // never assigned: the members are read by reflection
    private sealed class Row
    {
        [LoadColumn(0), KeyType(9)]
        public uint Label;

        [LoadColumn(1)]
        public string? Text;

        [LoadColumn(1, 2), ColumnName("Features")]
        public float[]? Numbers { get; set; }

        [LoadColumn([2, 0])]
        public string[]? Texts { get; set; }
    }

    private sealed class NoAttribute
    {
        public float X;
    }

    private sealed class NoMember;

    private sealed class OtherType
    {
        [LoadColumn(0)]
        public Version? V;
    }
#pragma warning restore CS0649
}
