using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.DataView;

/// <summary>Schemas and annotations that are asked for what they have not; the types of errors are those of Microsoft.ML 5.0.0.</summary>
public class DataViewSchemaTests
{
    private readonly DataViewSchema _schema = MakeSchema();

    [Fact]
    public void An_annotation_that_is_not_there_is_an_invalid_operation_that_names_the_column()
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        DataViewSchema.Column column = _schema["Plain"];
        Assert.Contains("'Plain'", Assert.Throws<InvalidOperationException>(() => column.GetSlotNames(ref texts)).Message, StringComparison.Ordinal);
        Assert.Contains("'Plain'", Assert.Throws<InvalidOperationException>(() => column.GetKeyValues(ref texts)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => column.Annotations.GetValue("SlotNames", ref texts));
        Assert.Throws<ArgumentNullException>(() => column.Annotations.GetValue(null!, ref texts));
    }

    [Fact]
    public void An_annotation_of_another_type_is_an_invalid_operation()
    {
        double number = 0;
        Assert.Throws<InvalidOperationException>(() => _schema["Noted"].Annotations.GetValue("Note", ref number));
        Assert.Throws<InvalidOperationException>(() => _schema["Noted"].Annotations.GetGetter<double>(default));
        Assert.Throws<ArgumentException>(() => _schema["Plain"].Annotations.GetGetter<double>(default));
    }

    [Fact]
    public void A_column_that_is_not_there_is_an_argument_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _schema["Other"]);
        Assert.Null(_schema.GetColumnOrNull("Other"));
    }

    [Fact]
    public void Columns_without_a_name_are_refused()
        => Assert.Throws<ArgumentNullException>(() => new DataViewSchema.Builder().AddColumns([default(DataViewSchema.DetachedColumn)]));

    [Fact]
    public void The_default_value_of_a_copy_is_for_vectors_that_store_slots()
    {
        var values = new float[5];
        new VBuffer<float>(3, 1, [2f], [1]).CopyTo(values, 1, 7f);
        Assert.Equal([0, 7, 2, 7, 0], values);
        new VBuffer<float>(3, 0, [], []).CopyTo(values, 1, 7f);
        Assert.Equal([0, 0, 0, 0, 0], values);
    }

    private static DataViewSchema MakeSchema()
    {
        var note = new DataViewSchema.Annotations.Builder();
        note.AddPrimitiveValue("Note", NumberDataViewType.Single, 1.5f);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Plain", NumberDataViewType.Single);
        schema.AddColumn("Noted", NumberDataViewType.Single, note.ToAnnotations());
        return schema.ToSchema();
    }
}
