using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class OneHotLabelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void An_integer_sets_the_slot_of_its_class() =>
        Assert.Equal([[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]], Vectors(Integers(2, 0, 3)));

    [Fact]
    public void The_number_of_classes_can_be_specified() => Assert.Equal([[0, 1, 0, 0, 0]], Vectors(Integers(1), classCount: 5));

    [Fact]
    public void The_slot_names_of_integers_are_their_classes() => Assert.Equal(["0", "1", "2"], SlotNames(Integers(2)));

    [Fact]
    public void A_key_sets_the_slot_of_its_position() => Assert.Equal([[1, 0], [0, 1], [1, 0]], Vectors(Keys("red", "green", "red")));

    [Fact]
    public void The_slot_names_of_a_key_are_its_values() => Assert.Equal(["red", "green"], SlotNames(Keys("red", "green", "red")));

    [Fact]
    public void A_missing_key_yields_zeros()
    {
        IDataView training = Keys("red", "green");
        ITransformer toKey = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(_ml.Data.LoadFromEnumerable([new Name { Value = "red" }, new Name { Value = "green" }]));
        OneHotLabelTransformer transformer = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(training);
        IDataView unknown = toKey.Transform(_ml.Data.LoadFromEnumerable([new Name { Value = "blue" }]));
        Assert.Equal([0f, 0], transformer.Transform(unknown).GetColumn<float[]>("Vector").Single());
    }

    [Fact]
    public void Out_of_range_label_error_names_column_and_row()
    {
        OneHotLabelTransformer transformer = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: 3).Fit(Integers(0));
        string tooLarge = Assert.Throws<InvalidOperationException>(() => transformer.Transform(Integers(0, 3)).GetColumn<float[]>("Vector").Count()).Message;
        Assert.Contains("column 'Label' (row 1) has class 3, but there are 3 classes", tooLarge);
        string negative = Assert.Throws<InvalidOperationException>(() => transformer.Transform(Integers(-1)).GetColumn<float[]>("Vector").Count()).Message;
        Assert.Contains("The label -1 in column 'Label' (row 0)", negative);
    }

    // Vectors of 2,000,000,001 values would take 8 GB each.
    [Fact]
    public void A_label_beyond_the_largest_number_of_classes_throws()
    {
        string message = Assert.Throws<InvalidOperationException>(
            () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(Integers(0, 2_000_000_000))).Message;
        Assert.Contains("The label 2000000000 in column 'Label' (row 1) would make 2000000001 classes; accepted: up to 100000 (maxClasses)", message);
        string keys = Assert.Throws<InvalidOperationException>(
            () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", maxClasses: 2).Fit(Keys("red", "green", "blue"))).Message;
        Assert.Contains("The column 'Label' has 3 keys; accepted: up to 2 (maxClasses)", keys);
        Assert.Equal(100_000, _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(Integers(99_999)).ClassCount);
        Assert.Equal(3, _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", maxClasses: 3).Fit(Integers(2)).ClassCount);
        Assert.Throws<ArgumentOutOfRangeException>("maxClasses", () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", maxClasses: 0));
    }

    // With the number of classes given, one row takes one value, not 8 GB.
    [Fact]
    public void The_memory_of_a_vector_does_not_depend_on_the_number_of_classes()
    {
        IDataView data = Integers(1_999_999_999, 0);
        IDataView vectors = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: 2_000_000_000).Fit(data).Transform(data);
        Assert.Equal(
            [(1_999_999_999, 1, 1f), (0, 1, 1f)],
            vectors.GetColumn<VBuffer<float>>("Vector").Select(row => (row.GetIndices()[0], row.GetValues().Length, row.GetValues()[0])));
    }

    [Fact]
    public void Keys_beyond_the_number_of_classes_of_any_width_throw()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new WideKey()]);
        string message = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(data)).Message;
        Assert.Contains("The column 'Label' has 18446744073709551615 keys; accepted: up to 100000", message);
    }

    [Fact]
    public void Counting_classes_without_labels_throws() =>
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(Integers()));

    [Fact]
    public void Fewer_than_one_class_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: 0));

    [Fact]
    public void A_key_with_a_different_number_of_classes_throws()
    {
        OneHotLabelTransformer transformer = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(Keys("red", "green"));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(Keys("red", "green", "blue")));
    }

    private float[][] Vectors(IDataView data, int? classCount = null) =>
        _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount).Fit(data).Transform(data).GetColumn<float[]>("Vector").ToArray();

    private string[] SlotNames(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        _ml.Transforms.Conversion.OneHotLabel("Vector", "Label").Fit(data).GetOutputSchema(data.Schema)["Vector"].GetSlotNames(ref names);
        return names.DenseValues().Select(n => n.ToString()).ToArray();
    }

    private IDataView Integers(params int[] labels) => _ml.Data.LoadFromEnumerable(labels.Select(l => new Integer { Label = l }).ToArray());

    private IDataView Keys(params string[] names)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(names.Select(n => new Name { Value = n }).ToArray());
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private sealed class WideKey
    {
        [KeyType(ulong.MaxValue)]
        public ulong Label { get; set; } = 1;
    }

    private sealed class Integer
    {
        public int Label { get; set; }
    }

    private sealed class Name
    {
        [ColumnName("Name")]
        public string Value { get; set; } = "";

        [NoColumn]
        public int Unused { get; set; }

        public string Label => Value;
    }
}
