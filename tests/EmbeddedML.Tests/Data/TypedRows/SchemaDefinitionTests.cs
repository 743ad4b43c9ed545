using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class SchemaDefinitionTests
{
    // Recorded from Microsoft.ML 5.0.0.
    [Theory]
    [InlineData(typeof(AllFields), SchemaDefinition.Direction.Both,
        "Bool>Bool:Boolean; SByte>SByte:SByte; Byte>Byte:Byte; Int16>Int16:Int16; UInt16>UInt16:UInt16; "
        + "Int32>Int32:Int32; UInt32>UInt32:UInt32; Int64>Int64:Int64; UInt64>UInt64:UInt64; Single>Single:Single; "
        + "Double>Double:Double; String>String:String; Text>Text:String; DateTime>DateTime:DateTime; "
        + "DateTimeOffset>DateTimeOffset:DateTimeOffset; TimeSpan>TimeSpan:TimeSpan; RowId>RowId:DataViewRowId")]
    [InlineData(typeof(Arrays), SchemaDefinition.Direction.Both,
        "SByte>SByte:Vector<SByte>; Byte>Byte:Vector<Byte>; Int16>Int16:Vector<Int16>; Int32>Int32:Vector<Int32>; "
        + "UInt32>UInt32:Vector<UInt32>; Int64>Int64:Vector<Int64>; UInt64>UInt64:Vector<UInt64>; "
        + "Double>Double:Vector<Double>; String>String:Vector<String>; Text>Text:Vector<String>; "
        + "DateTime>DateTime:Vector<DateTime>; DateTimeOffset>DateTimeOffset:Vector<DateTimeOffset>; "
        + "TimeSpan>TimeSpan:Vector<TimeSpan>; Buffer>Buffer:Vector<Single>; Bool>Bool:Vector<Boolean>; "
        + "UInt16>UInt16:Vector<UInt16>; Single>Single:Vector<Single>; RowId>RowId:Vector<DataViewRowId>; "
        + "TextBuffer>TextBuffer:Vector<String>")]
    [InlineData(typeof(Attributed), SchemaDefinition.Direction.Read,
        "B>B:Vector<Single>; C>C:Vector<Single>; D>D:Vector<Single, 2, 3>; E>E:Vector<Single, *, 3>; "
        + "K>K:Key<UInt32, 0-9>; KB>KB:Key<Byte, 0-199>; KL>KL:Key<UInt64, 0-4>; KV>KV:Vector<Key<UInt32, 0-6>, 2>; "
        + "R>Renamed:Single; EmptyName>:Single; A>A:Vector<Single, 3>")]
    [InlineData(typeof(Derived), SchemaDefinition.Direction.Both,
        "DerivedField>DerivedField:Int32; BaseField>BaseField:Int32; BaseProperty>BaseProperty:Int32; Own>Own:String")]
    [InlineData(typeof(Mixed), SchemaDefinition.Direction.Read,
        "F1>F1:Int32; F2>F2:Int32; ReadOnlyField>ReadOnlyField:Int32; P1>P1:Int32; P2>P2:Int32; "
        + "ReadOnly>ReadOnly:Int32; PrivateSet>PrivateSet:Int32; Init>Init:Int32")]
    [InlineData(typeof(Mixed), SchemaDefinition.Direction.Write,
        "F1>F1:Int32; F2>F2:Int32; ReadOnlyField>ReadOnlyField:Int32; P1>P1:Int32; P2>P2:Int32; "
        + "WriteOnly>WriteOnly:Int32; PrivateGet>PrivateGet:Int32; Init>Init:Int32")]
    [InlineData(typeof(Mixed), SchemaDefinition.Direction.Both,
        "F1>F1:Int32; F2>F2:Int32; ReadOnlyField>ReadOnlyField:Int32; P1>P1:Int32; P2>P2:Int32; "
        + "ReadOnly>ReadOnly:Int32; WriteOnly>WriteOnly:Int32; PrivateSet>PrivateSet:Int32; PrivateGet>PrivateGet:Int32; "
        + "Init>Init:Int32")]
    [InlineData(typeof(Mixed), (SchemaDefinition.Direction)0, "F1>F1:Int32; F2>F2:Int32; ReadOnlyField>ReadOnlyField:Int32")]
    [InlineData(typeof(Record), SchemaDefinition.Direction.Both, "X>X:Single; Y>Y:String")]
    [InlineData(typeof(Empty), SchemaDefinition.Direction.Both, "")]
    public void Create_takes_fields_then_properties(Type type, SchemaDefinition.Direction direction, string expected)
        => Assert.Equal(expected, Rows.Describe(SchemaDefinition.Create(type, direction)));

    [Theory]
    [InlineData(typeof(Shadowing), "BaseField")]
    [InlineData(typeof(Duplicate), "'X'")]
    [InlineData(typeof(Of<int?>), "System.Int32")]
    [InlineData(typeof(Of<DayOfWeek>), "System.DayOfWeek")]
    [InlineData(typeof(Of<char>), "'A'")]
    [InlineData(typeof(Of<object>), "System.Object")]
    [InlineData(typeof(Of<decimal>), "System.Decimal")]
    [InlineData(typeof(Of<List<float>>), "Accepted: Boolean")]
    [InlineData(typeof(Of<float[][]>), "System.Single[][]")]
    [InlineData(typeof(Of<float?[]>), "System.Single")]
    [InlineData(typeof(KeyOfSingle), "Accepted: Byte")]
    [InlineData(typeof(KeyTooLarge), "'A'")]
    [InlineData(typeof(KeyOfNone), "count")]
    [InlineData(typeof(VectorOfScalar), "Accepted: an array")]
    [InlineData(typeof(NegativeVector), "dimension")]
    public void Create_refuses_classes_that_give_no_schema(Type type, string told)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(type));
        Assert.Contains(told, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_needs_its_count() => Assert.Throws<NotSupportedException>(() => SchemaDefinition.Create(typeof(KeyWithoutCount)));

    [Fact]
    public void Create_refuses_null() => Assert.Throws<ArgumentNullException>(() => SchemaDefinition.Create(null!));

    [Fact]
    public void The_indexer_gets_the_first_column_of_a_name_or_null()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        definition["V"]!.ColumnName = "A";
        Assert.Equal("A", definition["A"]!.MemberName);
        Assert.Null(definition["V"]);
    }

    [Fact]
    public void The_indexer_replaces_or_adds()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        SchemaDefinition.Column column = definition["V"]!;
        definition.Remove(column);
        definition["V"] = column;
        Assert.Equal(["A", "V"], definition.Select(c => c.MemberName));

        SchemaDefinition.Column other = SchemaDefinition.Create(typeof(Vectors))["A"]!;
        definition["A"] = other;
        Assert.Same(other, definition[0]);
        Assert.Equal(2, definition.Count);
    }

    [Fact]
    public void The_indexer_refuses_null_and_another_name()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        Assert.Throws<ArgumentNullException>(() => definition["A"] = null!);
        Assert.Throws<ArgumentOutOfRangeException>(() => definition["Q"] = definition["A"]);
    }

    [Fact]
    public void Annotations_of_every_form_reach_the_schema()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Vectors));
        SchemaDefinition.Column column = definition["A"]!;
        column.AddAnnotation("SlotNames", new[] { "p", "q", "r" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        column.AddAnnotation("Flag", true, BooleanDataViewType.Instance);
        column.AddAnnotation("Name", "hello", TextDataViewType.Instance);
        column.AddAnnotation("Values", new float[] { 1, 2 }, new VectorDataViewType(NumberDataViewType.Single, 2));
        column.AddAnnotation("Buffer", new VBuffer<int>(2, [7, 8]), new VectorDataViewType(NumberDataViewType.Int32, 2));
        column.AddAnnotation("Key", 3u, new KeyDataViewType(typeof(uint), 5));
        column.AddAnnotation<string>("NoText", null!, TextDataViewType.Instance);
        column.AddAnnotation<float[]>("NoValues", null!, new VectorDataViewType(NumberDataViewType.Single, 2));

        DataViewSchema.Column loaded = Rows.Load(definition, new Vectors()).Schema["A"];
        Assert.Equal("A: Vector<Single, 3> {SlotNames, Flag, Name, Values, Buffer, Key, NoText, NoValues}", loaded.ToString());
        Assert.Equal("p q r", string.Join(' ', Annotation<VBuffer<ReadOnlyMemory<char>>>(loaded, "SlotNames").DenseValues()));
        Assert.True(Annotation<bool>(loaded, "Flag"));
        Assert.Equal("hello", Annotation<ReadOnlyMemory<char>>(loaded, "Name").ToString());
        Assert.Equal([1f, 2f], Annotation<VBuffer<float>>(loaded, "Values").DenseValues());
        Assert.Equal([7, 8], Annotation<VBuffer<int>>(loaded, "Buffer").DenseValues());
        Assert.Equal(3u, Annotation<uint>(loaded, "Key"));
        Assert.True(Annotation<ReadOnlyMemory<char>>(loaded, "NoText").IsEmpty);
        Assert.Equal(0, Annotation<VBuffer<float>>(loaded, "NoValues").Length);
    }

    [Fact]
    public void Annotations_that_do_not_fit_are_refused()
    {
        SchemaDefinition.Column column = SchemaDefinition.Create(typeof(Vectors))["A"]!;
        column.AddAnnotation("X", 1f, NumberDataViewType.Single);
        Assert.Throws<InvalidOperationException>(() => column.AddAnnotation("X", 1f, NumberDataViewType.Single));
        Assert.Throws<InvalidOperationException>(() => column.AddAnnotation("Y", 1, NumberDataViewType.Single));
        Assert.Throws<InvalidOperationException>(() => column.AddAnnotation("Y", 1f, new VectorDataViewType(NumberDataViewType.Single)));
        Assert.Throws<ArgumentOutOfRangeException>(() => column.AddAnnotation("Y", (object)1f, NumberDataViewType.Single));
        Assert.Throws<ArgumentNullException>(() => column.AddAnnotation(null!, 1f, NumberDataViewType.Single));
        Assert.Throws<ArgumentNullException>(() => column.AddAnnotation("Y", 1f, null!));
        Assert.Equal(["X"], column.Annotations.Schema.Select(a => a.Name));
    }

    private static T Annotation<T>(DataViewSchema.Column column, string kind)
    {
        T value = default!;
        column.Annotations.GetValue(kind, ref value);
        return value;
    }
}
