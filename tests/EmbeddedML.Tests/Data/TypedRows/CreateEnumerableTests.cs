using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class CreateEnumerableTests
{
    [Fact]
    public void One_object_is_filled_again_and_keeps_arrays_of_the_right_length()
    {
        IDataView view = Rows.Load(
            new Vectors { A = [1, 2] },
            new Vectors { A = [3, 4], V = new VBuffer<float>(2, 1, [5], [1]) },
            new Vectors { A = [6] });
        Vectors? first = null;
        var arrays = new List<float[]>();
        var values = new List<string>();
        foreach (Vectors row in Rows.Enumerate<Vectors>(view, reuse: true))
        {
            Assert.Same(first ??= row, row);
            arrays.Add(row.A!);
            values.Add($"{string.Join(' ', row.A!)} {row.V}");
        }
        Assert.Same(arrays[0], arrays[1]);
        Assert.NotSame(arrays[1], arrays[2]);
        Assert.Equal(["1 2 Dense vector of size 0", "3 4 Sparse vector of size 2, 1 explicit values", "6 Dense vector of size 0"], values);
    }

    [Fact]
    public void New_objects_share_nothing()
    {
        IDataView view = Rows.Load(new Vectors { A = [1], V = new VBuffer<float>(1, [1]) }, new Vectors { A = [2], V = new VBuffer<float>(1, [2]) });
        List<Vectors> rows = Rows.Enumerate<Vectors>(view, reuse: false).ToList();
        Assert.NotSame(rows[0], rows[1]);
        Assert.Equal((1f, 1f, 2f, 2f), (rows[0].A![0], rows[0].V.GetItemOrDefault(0), rows[1].A![0], rows[1].V.GetItemOrDefault(0)));
    }

    [Fact]
    public void Reading_into_one_object_allocates_nothing_per_row()
    {
        var row = new Allocating { A = [1, 2, 3], V = new VBuffer<float>(4, 1, [1], [2]), S = "s", K = 1, D = 2 };
        IDataView view = Rows.Load(Enumerable.Repeat(row, 1100).ToArray());
        long start = 0, end = 0;
        int read = 0;
        foreach (Allocating filled in Rows.Enumerate<Allocating>(view, reuse: true))
        {
            if (++read == 100)
                start = GC.GetAllocatedBytesForCurrentThread();
            else if (read == 1100)
                end = GC.GetAllocatedBytesForCurrentThread();
        }
        Assert.Equal(1100, read);
        Assert.Equal(0, end - start);
    }

    [Fact]
    public void Texts_and_vectors_go_into_members_of_either_type()
    {
        Assert.Equal("z", Rows.Read<Of<ReadOnlyMemory<char>>>(Rows.Load(new Of<string> { A = "z" })).Single().A.ToString());
        Assert.Equal("z", Rows.Read<Of<string>>(Rows.Load(new Of<ReadOnlyMemory<char>> { A = "z".AsMemory() })).Single().A);
        Assert.Equal([0f, 4, 0], Rows.Read<Of<float[]>>(Rows.Load(new Of<VBuffer<float>> { A = new(3, 1, [4], [1]) })).Single().A!);
        Assert.Equal([1f, 2], Rows.Read<Of<VBuffer<float>>>(Rows.Load(new Of<float[]> { A = [1, 2] })).Single().A.DenseValues());
        var texts = new Of<VBuffer<ReadOnlyMemory<char>>> { A = new(3, 1, ["a".AsMemory()], [1]) };
        Assert.Equal(["", "a", ""], Rows.Read<Of<string[]>>(Rows.Load(texts)).Single().A!);
    }

    // ML.NET converts nothing else.
    [Fact]
    public void Other_types_are_refused_before_anything_is_read()
    {
        Refused<Of<float>, Of<int>>("'A' of the type 'Int32'");
        Refused<Of<double>, Of<float>>("Accepted: Single");
        Refused<Of<string>, Of<float>>("System.String");
        Refused<Of<float>, Of<string>>("Accepted: String or ReadOnlyMemory<Char>");
        Refused<Of<float[]>, Of<float>>("Accepted: Single");
        Refused<Of<float>, Of<float[]>>("Accepted: Single[] or VBuffer<Single>");
        Refused<Of<float[]>, Of<double[]>>("Accepted: Double[] or VBuffer<Double>");
    }

    [Fact]
    public void Missing_columns_are_refused_unless_they_are_ignored()
    {
        IDataView view = Rows.Load(new ScalarField { A = 2 });
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Enumerate<TwoScalars>(view, reuse: false));
        Assert.Contains("'B'", exception.Message, StringComparison.Ordinal);
        TwoScalars row = Rows.Read<TwoScalars>(view, ignoreMissingColumns: true).Single();
        Assert.Equal((2, 7), (row.A, row.B));
    }

    [Fact]
    public void Only_the_columns_of_the_class_are_asked_for()
    {
        var view = new ArrayView().Add("A", NumberDataViewType.Single, 1f).Add("C", NumberDataViewType.Single, 2f);
        IEnumerable<ScalarField> rows = Rows.Enumerate<ScalarField>(view, reuse: false);
        Assert.Equal(0, view.CursorsOpened);
        Assert.Equal(1, rows.Single().A);
        Assert.Equal(["A"], view.LastColumnsNeeded);
    }

    [Fact]
    public void A_definition_chooses_members_and_their_columns()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TwoScalars));
        definition.Remove(definition["A"]!);
        definition["B"]!.ColumnName = "A";
        TwoScalars row = Rows.Read<TwoScalars>(Rows.Load(new ScalarField { A = 2 }), definition: definition).Single();
        Assert.Equal((0, 2), (row.A, row.B));
    }

    [Fact]
    public void A_definition_that_does_not_fit_the_class_is_refused()
    {
        IDataView view = Rows.Load(new Vectors());
        SchemaDefinition ofVectors = SchemaDefinition.Create(typeof(Vectors));
        Assert.Throws<NotSupportedException>(() => Rows.Enumerate<Empty>(view, reuse: false, definition: ofVectors));
        SchemaDefinition withReadOnly = SchemaDefinition.Create(typeof(Mixed));
        withReadOnly.RemoveAll(column => column.MemberName != "ReadOnly");
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Enumerate<Mixed>(Rows.Load(new Mixed()), reuse: false, definition: withReadOnly));
    }

    [Fact]
    public void Types_that_no_column_can_have_are_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Enumerate<Of<List<float>>>(Rows.Load(new ScalarField()), reuse: false));

    [Fact]
    public void Null_data_are_refused() => Assert.Throws<ArgumentNullException>(() => Rows.Enumerate<Empty>(null!, reuse: false));

    private static void Refused<TRow, TLoaded>(string told) where TRow : class, new() where TLoaded : class, new()
    {
        IDataView view = Rows.Load(new TLoaded());
        var exception = Assert.Throws<InvalidOperationException>(() => Rows.Enumerate<TRow>(view, reuse: false));
        Assert.Contains(told, exception.Message, StringComparison.Ordinal);
    }

    private sealed class TwoScalars
    {
        public float A { get; set; }
        public float B = 7;
    }

    private sealed class Allocating
    {
        public float[]? A { get; set; }
        public VBuffer<float> V;
        public string? S { get; set; }
        [KeyType(3)] public uint K;
        public double D { get; set; }
    }
}
