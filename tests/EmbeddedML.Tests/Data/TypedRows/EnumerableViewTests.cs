using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class EnumerableViewTests
{
    // Recorded from Microsoft.ML 5.0.0: an empty column name becomes the member's.
    [Fact]
    public void The_schema_is_the_definition_of_what_can_be_read()
    {
        Assert.Equal(
            "B: Vector<Single>; C: Vector<Single>; D: Vector<Single, 2, 3>; E: Vector<Single, *, 3>; K: Key<UInt32, 0-9>; "
            + "KB: Key<Byte, 0-199>; KL: Key<UInt64, 0-4>; KV: Vector<Key<UInt32, 0-6>, 2>; Renamed: Single; EmptyName: Single; A: Vector<Single, 3>",
            Rows.Describe(Rows.Load<Attributed>().Schema));
        Assert.Equal(
            "F1: Int32; F2: Int32; ReadOnlyField: Int32; P1: Int32; P2: Int32; ReadOnly: Int32; PrivateSet: Int32; Init: Int32",
            Rows.Describe(Rows.Load<Mixed>().Schema));
    }

    [Fact]
    public void Records_interfaces_abstract_classes_and_anonymous_types_are_read()
    {
        Assert.Equal(["b"], Rows.Load(new Record(1, "b")).GetColumn<string>("Y"));
        Assert.Equal([3f], Rows.Load<IScalar>(new Scalar { A = 3 }).GetColumn<float>("A"));
        Assert.Equal([4f], Rows.Load<AbstractScalar>(new Scalar { A = 4 }).GetColumn<float>("A"));
        Assert.Equal(["x"], Rows.Load(new { A = 1, B = "x" }).GetColumn<string>("B"));
    }

    [Fact]
    public void A_class_without_members_gives_rows_without_columns()
    {
        IDataView view = Rows.Load(new Empty(), new Empty());
        Assert.Empty(view.Schema);
        Assert.Equal(2, Rows.Read<Empty>(view).Count);
    }

    // Recorded from Microsoft.ML 5.0.0: 1 is added where the value is below the count, else the key is missing; items
    // of vectors are taken as they are.
    [Fact]
    public void Keys_count_from_one_in_columns()
    {
        uint[] values = [0, 1, 2, 3, 4, uint.MaxValue];
        IDataView view = Rows.Load(Array.ConvertAll(values, u => new KeyRow { U = u, B = (byte)u, L = u, V = [u, u] }));
        Assert.Equal([1u, 2, 3, 0, 0, 0], view.GetColumn<uint>("U"));
        Assert.Equal([1, 2, 3, 0, 0, 0], view.GetColumn<byte>("B"));
        Assert.Equal([1ul, 2, 3, 0, 0, 0], view.GetColumn<ulong>("L"));
        Assert.Equal([0u, 1, 2, 3, 4, uint.MaxValue], view.GetColumn<uint[]>("V").Select(v => v[1]));
        Assert.Equal([1u, 2, 3, 0, 0, 0], Rows.Read<KeyRow>(view).Select(row => row.U));
    }

    [Fact]
    public void The_largest_keys_do_not_overflow()
    {
        var rows = new[] { new LargestKeys { B = 254, L = ulong.MaxValue - 1 }, new LargestKeys { B = 255, L = ulong.MaxValue } };
        IDataView view = Rows.Load(rows);
        Assert.Equal([255, 0], view.GetColumn<byte>("B"));
        Assert.Equal([ulong.MaxValue, 0], view.GetColumn<ulong>("L"));
    }

    // As Microsoft.ML 5.0.0: the schema is made, but a cursor with that column is not.
    [Fact]
    public void Keys_of_UInt16_cannot_be_read()
    {
        IDataView view = Rows.Load(new KeyOfUInt16());
        Assert.Equal("A: Key<UInt16, 0-2>", Rows.Describe(view.Schema));
        Assert.Throws<InvalidOperationException>(() => view.GetRowCursor(view.Schema));
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        Assert.True(cursor.MoveNext());
    }

    // Microsoft.ML 5.0.0 takes both for vectors and then fails with a NullReferenceException when they are read.
    [Fact]
    public void Arrays_of_several_dimensions_and_vectors_of_String_cannot_be_read()
    {
        IDataView rectangle = Rows.Load(new Of<float[,]>());
        Assert.Equal("A: Vector<Single>", Rows.Describe(rectangle.Schema));
        Assert.Throws<NotSupportedException>(() => rectangle.GetRowCursor(rectangle.Schema));
        IDataView strings = Rows.Load(new Of<VBuffer<string>>());
        Assert.Throws<NotSupportedException>(() => strings.GetRowCursor(strings.Schema));
    }

    // Recorded from Microsoft.ML 5.0.0: lists are not shuffled either, and only collections know their size.
    [Fact]
    public void No_view_over_objects_shuffles_and_collections_are_counted()
    {
        var rows = new List<ScalarField> { new() { A = 1 }, new() { A = 2 } };
        IDataView list = Rows.Context.Data.LoadFromEnumerable(rows);
        IDataView queue = Rows.Context.Data.LoadFromEnumerable(new Queue<ScalarField>(rows));
        IDataView set = Rows.Context.Data.LoadFromEnumerable(new HashSet<ScalarField>(rows));
        Assert.False(list.CanShuffle);
        Assert.Equal(2, list.GetRowCount());
        Assert.Equal(2, set.GetRowCount());
        Assert.Null(queue.GetRowCount());
        using DataViewRowCursor cursor = list.GetRowCursor(list.Schema, new Random(1));
        ValueGetter<float> getter = cursor.GetGetter<float>(list.Schema[0]);
        float first = 0;
        cursor.MoveNext();
        getter(ref first);
        Assert.Equal(1, first);
        Assert.Single(list.GetRowCursorSet(list.Schema, 4));
    }

    [Fact]
    public void Each_cursor_enumerates_anew_and_disposes_its_enumerator()
    {
        int started = 0, ended = 0;
        IEnumerable<ScalarField> Stream()
        {
            started++;
            try
            {
                for (int i = 0; i < 3; i++)
                    yield return new ScalarField { A = i };
            }
            finally
            {
                ended++;
            }
        }

        IDataView view = Rows.Context.Data.LoadFromEnumerable(Stream());
        Assert.Equal(0, started);
        Assert.Equal([0f, 1, 2], view.GetColumn<float>("A"));
        Assert.Equal([0f], view.GetColumn<float>("A").Take(1));
        Assert.Equal(2, started);
        Assert.Equal(2, ended);
    }

    [Fact]
    public void A_list_that_grows_is_read_as_it_is()
    {
        var rows = new List<ScalarField> { new() { A = 1 } };
        IDataView view = Rows.Context.Data.LoadFromEnumerable(rows);
        rows.Add(new ScalarField { A = 2 });
        Assert.Equal(2, view.GetRowCount());
        Assert.Equal([1f, 2], view.GetColumn<float>("A"));
    }

    // Recorded from Microsoft.ML 5.0.0.
    [Fact]
    public void A_cursor_counts_positions_and_ends_at_minus_one()
    {
        IDataView view = Rows.Load(new ScalarField { A = 1 }, new ScalarField { A = 2 });
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        DataViewRowId value = default;
        Assert.Equal((-1, 0), (cursor.Position, cursor.Batch));
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        id(ref value);
        Assert.Equal((1, new DataViewRowId(1, 0)), (cursor.Position, value));
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_disposed_cursor_stands_nowhere()
    {
        IDataView view = Rows.Load(new ScalarField(), new ScalarField());
        DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        cursor.MoveNext();
        cursor.Dispose();
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Values_are_read_only_on_rows_and_of_columns_asked_for()
    {
        IDataView view = Rows.Load(new ScalarField());
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema[0]);
        float value = 0;
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema[0]));
        using DataViewRowCursor none = view.GetRowCursor([]);
        Assert.Throws<ArgumentOutOfRangeException>(() => none.GetGetter<float>(view.Schema[0]));
    }

    [Fact]
    public void Null_rows_and_null_data_are_refused()
    {
        IDataView view = Rows.Load(new ScalarField(), null!);
        Assert.Contains("The row at 1", Assert.Throws<InvalidOperationException>(() => view.GetColumn<float>("A").Count()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Rows.Context.Data.LoadFromEnumerable<ScalarField>(null!));
        Assert.Throws<ArgumentNullException>(() => Rows.Context.Data.LoadFromEnumerable([new ScalarField()], (DataViewSchema)null!));
    }

    [Fact]
    public void A_definition_renames_retypes_and_drops_columns()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(AllFields));
        definition.RemoveAll(column => column.MemberName is not ("UInt32" or "Single" or "String"));
        definition["UInt32"]!.ColumnType = new KeyDataViewType(typeof(uint), 9);
        definition["Single"]!.ColumnName = "S";
        definition["String"]!.ColumnType = null;
        IDataView view = Rows.Load(definition, new AllFields { UInt32 = 4 });
        Assert.Equal("UInt32: Key<UInt32, 0-8>; S: Single; String: String", Rows.Describe(view.Schema));
        Assert.Equal([5u], view.GetColumn<uint>("UInt32"));
    }

    [Fact]
    public void A_definition_may_give_several_columns_one_name()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        definition["V"]!.ColumnName = "A";
        Assert.Equal("A: Vector<Single, 3> hidden; A: Vector<Single>", Rows.Describe(Rows.Load(definition, new Vectors()).Schema));
    }

    [Fact]
    public void A_definition_that_does_not_fit_the_class_is_refused()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Load(definition, new Empty()));
        definition["A"]!.ColumnType = new VectorDataViewType(NumberDataViewType.Double);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Load(definition, new Vectors()));
        definition["A"]!.ColumnType = NumberDataViewType.Single;
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Load(definition, new Vectors()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Load(SchemaDefinition.Create(typeof(Mixed)), new Mixed()));
    }

    [Fact]
    public void A_schema_gives_its_types_and_annotations_to_the_members_of_its_names()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Note", TextDataViewType.Instance, "hi".AsMemory());
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2, 2), annotations.ToAnnotations());
        IDataView view = Rows.Context.Data.LoadFromEnumerable([new Vectors()], schema.ToSchema());
        ReadOnlyMemory<char> note = default;
        view.Schema["V"].Annotations.GetValue("Note", ref note);
        Assert.Equal("A: Vector<Single, 3>; V: Vector<Single, 2, 2> {Note}", Rows.Describe(view.Schema));
        Assert.Equal("hi", note.ToString());
    }

    [Fact]
    public void A_schema_must_fit_the_class()
    {
        var missing = new DataViewSchema.Builder();
        missing.AddColumn("Q", NumberDataViewType.Single);
        Assert.Throws<InvalidOperationException>(() => Rows.Context.Data.LoadFromEnumerable([new Vectors()], missing.ToSchema()));
        var wrong = new DataViewSchema.Builder();
        wrong.AddColumn("A", NumberDataViewType.Single);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Context.Data.LoadFromEnumerable([new Vectors()], wrong.ToSchema()));
    }

    private sealed class KeyRow
    {
        [KeyType(3)] public uint U;
        [KeyType(3)] public byte B;
        [KeyType(3)] public ulong L;
        [KeyType(3)] public uint[]? V;
    }

    private sealed class LargestKeys
    {
        [KeyType(255)] public byte B;
        [KeyType(ulong.MaxValue)] public ulong L;
    }
}
