using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

// The same calls give the same results with Microsoft.ML 5.0.0.
public class DataViewTypeManagerTests
{
    [Fact]
    public void Registered_types_are_columns_and_come_back()
    {
        IDataView view = Rows.Load(new Marked { A = new Point(1, 2), Name = "n" }, new Marked());
        Assert.Equal("A: Point 3; Name: String", Rows.Describe(view.Schema));
        Assert.Equal<Point?>([new Point(1, 2), null], view.GetColumn<Point?>("A"));
        List<Marked> read = Rows.Read<Marked>(view);
        Assert.Equal((new Point(1, 2), "n"), (read[0].A, read[0].Name));
        Assert.Equal<object?>([new Point(1, 2), null], view.Preview().ColumnView[0].Values);
    }

    [Fact]
    public void A_member_without_the_attribute_has_another_type()
        => Assert.Throws<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(Of<Point>)));

    [Fact]
    public void A_registration_may_be_repeated_but_not_contradicted()
    {
        var type = new CustomType(typeof(Version), 1);
        DataViewTypeManager.Register(type, typeof(Version));
        DataViewTypeManager.Register(new CustomType(typeof(Version), 1), typeof(Version));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(new CustomType(typeof(Version), 2), typeof(Version)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(type, typeof(Uri)));
        Assert.Equal("A: Version 1", Rows.Describe(Rows.Load(new Of<Version>()).Schema));
    }

    [Theory]
    [InlineData(typeof(float))]
    [InlineData(typeof(string))]
    [InlineData(typeof(ReadOnlyMemory<char>))]
    [InlineData(typeof(DataViewRowId))]
    [InlineData(typeof(VBuffer<>))]
    public void Built_in_types_are_refused(Type type)
        => Assert.Throws<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(new CustomType(type, 1), type));

    private sealed record Point(int X, int Y);

    private sealed class Marked
    {
        [PointType(3)] public Point? A { get; set; }
        public string? Name { get; set; }
    }

    private sealed class PointTypeAttribute(int number) : DataViewTypeAttribute
    {
        private int Number => number;

        public override bool Equals(DataViewTypeAttribute? other) => other is PointTypeAttribute point && point.Number == Number;

        public override bool Equals(object? other) => Equals(other as DataViewTypeAttribute);

        public override int GetHashCode() => Number;

        public override void Register() => DataViewTypeManager.Register(new CustomType(typeof(Point), Number), typeof(Point), this);
    }

    private sealed class CustomType(Type rawType, int number) : StructuredDataViewType(rawType)
    {
        public override bool Equals(DataViewType? other) => other is CustomType custom && custom.ToString() == ToString();

        public override bool Equals(object? other) => Equals(other as DataViewType);

        public override int GetHashCode() => HashCode.Combine(RawType, number);

        public override string ToString() => $"{RawType.Name} {number}";
    }
}
