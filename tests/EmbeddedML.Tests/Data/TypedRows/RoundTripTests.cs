using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class RoundTripTests
{
    [Fact]
    public void Single_values_of_every_type()
    {
        var row = new AllFields
        {
            Bool = true, SByte = sbyte.MinValue, Byte = byte.MaxValue, Int16 = short.MinValue, UInt16 = ushort.MaxValue, Int32 = int.MinValue,
            UInt32 = uint.MaxValue, Int64 = long.MinValue, UInt64 = ulong.MaxValue, Single = float.NaN, Double = double.Epsilon, String = "text",
            Text = "a text".AsMemory(2), DateTime = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc),
            DateTimeOffset = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(7)), TimeSpan = TimeSpan.FromTicks(-1), RowId = new DataViewRowId(1, 2),
        };
        List<AllFields> read = Rows.Read<AllFields>(Rows.Load(row, new AllFields()));
        Assert.Equal(2, read.Count);
        foreach (var field in typeof(AllFields).GetFields().Where(field => field.Name != "Text"))
            Assert.Equal(field.GetValue(row), field.GetValue(read[0]));
        Assert.Equal("text", read[0].Text.ToString());
        foreach (var field in typeof(AllFields).GetFields().Where(field => field.Name is not ("Text" or "String")))
            Assert.Equal(Activator.CreateInstance(field.FieldType), field.GetValue(read[1]));
        Assert.Equal(("", ""), (read[1].String, read[1].Text.ToString()));
    }

    [Fact]
    public void Vectors_of_every_type()
    {
        var row = new Arrays
        {
            Bool = [true, false], SByte = [-1, 2], Byte = [1, 255], Int16 = [-1], UInt16 = [1, 2, 3], Int32 = [int.MinValue], UInt32 = [7], Int64 = [-8],
            UInt64 = [ulong.MaxValue], Single = [float.NaN, 1], Double = [0.5], String = ["a", "", "b"], Text = ["c".AsMemory(), default],
            DateTime = [DateTime.UnixEpoch], DateTimeOffset = [DateTimeOffset.UnixEpoch], TimeSpan = [TimeSpan.MaxValue], RowId = [new DataViewRowId(3, 4)],
            Buffer = new VBuffer<float>(5, 2, [1, 2], [1, 3]), TextBuffer = new VBuffer<ReadOnlyMemory<char>>(1, ["x".AsMemory()]),
        };
        Arrays read = Rows.Read<Arrays>(Rows.Load(row)).Single();
        IEnumerable<(string Name, Func<Arrays, object?> Get)> members = typeof(Arrays).GetFields().Select(f => (f.Name, new Func<Arrays, object?>(f.GetValue)))
            .Concat(typeof(Arrays).GetProperties().Select(p => (p.Name, new Func<Arrays, object?>(p.GetValue))));
        foreach ((string name, Func<Arrays, object?> get) in members.Where(member => member.Name is not ("Text" or "Buffer" or "TextBuffer")))
        {
            Assert.NotSame(get(row), get(read));
            Assert.True(Enumerable.SequenceEqual(((Array)get(row)!).Cast<object>(), ((Array)get(read)!).Cast<object>()), name);
        }
        Assert.Equal(["c", ""], read.Text!.Select(text => text.ToString()));
        Assert.Equal("Sparse vector of size 5, 2 explicit values", read.Buffer.ToString());
        Assert.Equal([0f, 1, 0, 2, 0], read.Buffer.DenseValues());
        Assert.Equal("x", read.TextBuffer.GetItemOrDefault(0).ToString());
    }

    // Recorded from Microsoft.ML 5.0.0: null is read as a vector of no items, which leaves a null array as it is.
    [Fact]
    public void Null_arrays_and_strings_are_empty()
    {
        IDataView view = Rows.Load(new Arrays(), new Arrays { String = ["x", null, ""], Single = [] });
        Assert.Equal([0, 3], view.GetColumn<string[]>("String").Select(texts => texts.Length));
        List<Arrays> read = Rows.Read<Arrays>(view);
        Assert.Null(read[0].String);
        Assert.Null(read[0].Single);
        Assert.Equal("x||", string.Join('|', read[1].String!));
        Assert.All(read[1].String!, Assert.NotNull);
        Assert.Null(read[1].Single);
    }

    [Fact]
    public void The_length_of_arrays_is_not_held_to_the_type()
    {
        IDataView view = Rows.Load(new Vectors { A = [1, 2] }, new Vectors(), new Vectors { A = [1, 2, 3, 4] });
        Assert.Equal([2, 0, 4], view.GetColumn<float[]>("A").Select(items => items.Length));
        Assert.Equal([1f, 2, 3, 4], Rows.Read<Vectors>(view)[2].A!);
    }

    [Fact]
    public void Members_of_every_kind_are_written()
    {
        IDataView view = Rows.Load(new Mixed { P1 = 1, F1 = 2, P2 = 3, F2 = 4, Init = 6 });
        Mixed read = Rows.Read<Mixed>(view, ignoreMissingColumns: true).Single();
        Assert.Equal((1, 2, 3, 4, 6, 3, 0), (read.P1, read.F1, read.P2, read.F2, read.Init, read.ReadOnlyField, read.PrivateSet));
        IDataView other = Rows.Load(new { ReadOnlyField = 11 });
        Assert.Equal(11, Rows.Read<Mixed>(other, ignoreMissingColumns: true).Single().ReadOnlyField);
    }

    [Fact]
    public void Inherited_members_are_written()
    {
        IDataView view = Rows.Load(new Derived { BaseField = 1, BaseProperty = 2, DerivedField = 3, Own = "o" });
        Derived read = Rows.Read<Derived>(view).Single();
        Assert.Equal((1, 2, 3, "o"), (read.BaseField, read.BaseProperty, read.DerivedField, read.Own));
        Assert.Equal((1, 2), (Rows.Read<Base>(view).Single().BaseField, Rows.Read<Base>(view).Single().BaseProperty));
    }
}
