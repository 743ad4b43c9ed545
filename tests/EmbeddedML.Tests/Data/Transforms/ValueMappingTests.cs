using EmbeddedML.Tests.Data.Transforms.Scenarios;
using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>Maps that cannot be made or applied; the types of errors are those of Microsoft.ML 5.0.0, except where a test says otherwise.</summary>
public class ValueMappingTests
{
    private readonly TransformsCatalog.ConversionTransforms _conversion = new MLContext(1).Transforms.Conversion;

    [Fact]
    public void A_key_that_comes_twice_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", [Pair("a", 1), Pair("b", 1), Pair("a", 2)], "Text"));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_columns_cannot_have_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", [Pair("a", 1m)], "Text"));
        Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", [Pair(1m, 1)], "Text"));
        Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", [Pair<string, object>("a", 1)], "Text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _conversion.MapValue("Out", [Pair<int[], int>([1], 1)], "Text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _conversion.MapValue("Out", [Pair<string[], int>(["a"], 1)], "Text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _conversion.MapValue<string, int[]>("Out", [Pair<string, int[]>("a", [1])], "Text", treatValuesAsKeyType: false));
    }

    [Fact]
    public void No_values_to_treat_as_keys_are_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _conversion.MapValue("Out", Array.Empty<KeyValuePair<string, int>>(), "Text", treatValuesAsKeyType: true));

    // ML.NET has a NullReferenceException for the texts and the view.
    [Fact]
    public void Null_is_refused()
    {
        DataViewSchema.Column column = ValueMapScenarios.Lookup().Schema[0];
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", (KeyValuePair<string, int>[])null!, "Text"));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", (KeyValuePair<string, int[]>[])null!, "Text"));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", [Pair("a", (string)null!)], "Text", treatValuesAsKeyType: true));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", [Pair<string, string[]>("a", null!)], "Text"));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", [Pair((string)null!, 1)], "Text"));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", [Pair("a", (string)null!)], "Text"));
        Assert.Throws<ArgumentNullException>(() => _conversion.MapValue("Out", null!, column, column, "Text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _conversion.MapValue(null!, [Pair("a", 1)], "Text"));
    }

    [Fact]
    public void Vectors_for_the_slots_of_vectors_are_refused_by_the_shape_and_by_the_fit()
    {
        IDataView data = ValueMapScenarios.Data();
        IEstimator<ITransformer> estimator = _conversion.MapValue("Out", [Pair<string, int[]>("a", [1])], "Texts");
        Assert.Throws<NotSupportedException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema)));
        Assert.Throws<NotSupportedException>(() => estimator.Fit(data));
    }

    [Fact]
    public void A_column_of_another_type_than_the_keys_is_refused_when_it_is_read()
    {
        IDataView view = _conversion.MapValue("Out", [Pair("a", 1)], "Int32").Fit(ValueMapScenarios.Data()).Transform(ValueMapScenarios.Data());
        Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Out").ToArray());
    }

    [Fact]
    public void Columns_that_are_not_the_lookup_maps_are_refused()
    {
        ArrayView view = ValueMapScenarios.Lookup();
        DataViewSchema other = ValueMapScenarios.Lookup().Schema;
        Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", view, other["Key"], view.Schema["Text"], "Text"));
        Assert.Throws<InvalidOperationException>(() => _conversion.MapValue("Out", view, view.Schema["Text"], ValueMapScenarios.Data().Schema["Int64"], "Text"));
    }

    // The map can be made; there is no column that it can map.
    [Fact]
    public void A_map_with_vectors_as_keys_maps_nothing()
    {
        ArrayView view = ValueMapScenarios.Lookup();
        IDataView mapped = _conversion.MapValue("Out", view, view.Schema["Slots"], view.Schema["Text"], "Texts").Fit(ValueMapScenarios.Data()).Transform(ValueMapScenarios.Data());
        Assert.Throws<InvalidOperationException>(() => mapped.GetColumn<ReadOnlyMemory<char>[]>("Out").ToArray());
    }

    // ML.NET fails on vectors that are not dense.
    [Fact]
    public void Slots_that_are_not_stored_are_looked_up_by_their_default_value()
    {
        IDataView data = new ArrayView().Add("Ints", Vector(NumberDataViewType.Int32, 3), [Sparse(3, (1, 2)), Dense(1, 2, 0)]);
        IDataView view = _conversion.MapValue("Out", [Pair(2, 20f), Pair(0, -1f)], "Ints").Fit(data).Transform(data);
        Assert.Equal([[-1f, 20f, -1f], [0f, 20f, -1f]], view.GetColumn<float[]>("Out"));
    }

    [Fact]
    public void What_a_caller_does_to_a_vector_does_not_change_the_map()
    {
        IDataView data = new ArrayView().Add("Text", TextDataViewType.Instance, Texts("a", "a"));
        IDataView view = _conversion.MapValue("Out", [Pair<string, int[]>("a", [1, 2])], "Text").Fit(data).Transform(data);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<int>> getter = cursor.GetGetter<VBuffer<int>>(view.Schema["Out"]);
        VBuffer<int> value = default;
        cursor.MoveNext();
        getter(ref value);
        VBufferEditor.CreateFromBuffer(ref value).Values[0] = 99;
        getter(ref value);
        Assert.Equal([1, 2], value.DenseValues());
    }

    private static KeyValuePair<TKey, TValue> Pair<TKey, TValue>(TKey key, TValue value) => new(key, value);
}
