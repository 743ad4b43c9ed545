using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class GetColumnTests
{
    [Fact]
    public void Values_are_given_in_the_raw_type()
    {
        IDataView view = Rows.Load(new AllFields { Single = 1, String = "a", Bool = true }, new AllFields { Single = 2 });
        Assert.Equal([1f, 2f], view.GetColumn<float>("Single"));
        Assert.Equal([true, false], view.GetColumn<bool>(view.Schema["Bool"]));
        Assert.Equal(["a", ""], view.GetColumn<ReadOnlyMemory<char>>("String").Select(text => text.ToString()));
    }

    [Fact]
    public void Texts_are_given_as_strings()
    {
        IDataView view = Rows.Load(new Arrays { String = ["x", null] }, new Arrays());
        Assert.Equal(["a", ""], Rows.Load(new AllFields { String = "a" }, new AllFields()).GetColumn<string>("String"));
        Assert.Equal(["x|", ""], view.GetColumn<string[]>("String").Select(texts => string.Join('|', texts)));
    }

    [Fact]
    public void Vectors_are_given_as_new_arrays_or_as_they_are()
    {
        IDataView view = Rows.Load(new Vectors { V = new VBuffer<float>(3, 1, [4], [1]) }, new Vectors { V = new VBuffer<float>(1, [5]) });
        List<float[]> arrays = view.GetColumn<float[]>("V").ToList();
        Assert.Equal([0f, 4, 0], arrays[0]);
        Assert.Equal([5f], arrays[1]);
        Assert.Equal(["Sparse vector of size 3, 1 explicit values", "Dense vector of size 1"], view.GetColumn<VBuffer<float>>("V").Select(v => v.ToString()));
    }

    // Recorded from Microsoft.ML 5.0.0.
    [Fact]
    public void Texts_that_a_sparse_vector_does_not_store_are_null()
    {
        var row = new Of<VBuffer<ReadOnlyMemory<char>>> { A = new(3, 1, ["a".AsMemory()], [1]) };
        string?[] texts = Rows.Load(row).GetColumn<string?[]>("A").Single();
        Assert.Equal(3, texts.Length);
        Assert.Equal((null, "a", null), (texts[0], texts[1], texts[2]));
    }

    [Fact]
    public void Other_types_are_refused_at_once()
    {
        IDataView view = Rows.Load(new Vectors());
        IDataView scalar = Rows.Load(new ScalarField());
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<int>("A"));
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<float[]>("A"));
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<string>("A"));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.GetColumn<double[]>("A"));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => view.GetColumn<float>("A"));
        Assert.Contains("Accepted: Single[], VBuffer<Single>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_other_data_are_refused_unless_they_are_the_same()
    {
        IDataView scalar = Rows.Load(new ScalarField { A = 3 });
        Assert.Equal([3f], scalar.GetColumn<float>(Rows.Load(new ScalarField()).Schema[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<float>(Rows.Load(new Vectors()).Schema[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<float>(default(DataViewSchema.Column)));
        Assert.Throws<ArgumentOutOfRangeException>(() => scalar.GetColumn<float>("Z"));
        Assert.Throws<ArgumentNullException>(() => default(IDataView)!.GetColumn<float>("A"));
    }

    [Fact]
    public void Only_that_column_is_asked_for()
    {
        var view = new ArrayView().Add("A", NumberDataViewType.Single, 1f, 2f).Add("B", NumberDataViewType.Single, 3f, 4f);
        Assert.Equal([3f, 4f], view.GetColumn<float>("B"));
        Assert.Equal(["B"], view.LastColumnsNeeded);
    }
}
