using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
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

    // A text for each of 2,000,000,000 slots would take more than 80 GB.
    [Fact]
    public void Vectors_beyond_the_largest_number_of_names_have_no_slot_names()
    {
        IDataView data = Integers(1_999_999_999, 0);
        OneHotLabelEstimator estimator = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: 2_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        IDataView vectors = estimator.Append(_ml.Transforms.Concatenate("Both", "Vector", "Label1")).Fit(Twice(data)).Transform(Twice(data));
        DataDebuggerPreview preview = vectors.Preview(maxRows: 2);
        VBuffer<float> both = default;
        using (DataViewRowCursor cursor = vectors.GetRowCursor(vectors.Schema))
        {
            cursor.MoveNext();
            cursor.GetGetter<VBuffer<float>>(vectors.Schema["Both"])(ref both);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Equal(2, preview.RowView.Length);
        Assert.Equal([(1_999_999_999, 1f), (2_000_000_000, 5f)], both.Items().Select(item => (item.Key, item.Value)));
        Assert.False(vectors.Schema["Vector"].HasSlotNames());
        Assert.Empty(estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)).Single(column => column.Name == "Vector").Annotations);
    }

    [Fact]
    public void Vectors_up_to_the_largest_number_of_names_have_slot_names()
    {
        const int Limit = OneHotLabelEstimator.MaxNumberedSlots;
        IDataView data = Integers(0);
        OneHotLabelEstimator named = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: Limit);
        OneHotLabelEstimator larger = _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: Limit + 1);
        Assert.True(named.Fit(data).GetOutputSchema(data.Schema)["Vector"].HasSlotNames());
        Assert.False(larger.Fit(data).GetOutputSchema(data.Schema)["Vector"].HasSlotNames());
    }

    // The settings of a model of 3 classes with another number in their place, and the checksum that belongs to it.
    [Theory]
    [InlineData(0, "a one-hot label has 0 classes; accepted: 1 to 2147483591")]
    [InlineData(-1, "a one-hot label has -1 classes; accepted: 1 to 2147483591")]
    [InlineData(int.MaxValue, "a one-hot label has 2147483647 classes; accepted: 1 to 2147483591")]
    public void A_number_of_classes_in_a_file_is_checked(int classCount, string problem)
    {
        IDataView data = Integers(0, 2);
        OneHotLabelTransformer damaged = new("Vector", "Label", classCount);
        using MemoryStream file = new();
        _ml.Model.Save(damaged, inputSchema: null, file);
        Exception error = Assert.ThrowsAny<Exception>(() => _ml.Model.Load(new MemoryStream(file.ToArray()), out _));
        while (error is TargetInvocationException { InnerException: { } inner })
        {
            error = inner;
        }

        Assert.Contains(problem, Assert.IsType<FormatException>(error).Message);
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
    public void A_number_of_classes_out_of_range_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: 0));
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => _ml.Transforms.Conversion.OneHotLabel("Vector", "Label", classCount: int.MaxValue));
    }

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

    // The labels, and a column of numbers to concatenate with.
    private IDataView Twice(IDataView labels) =>
        _ml.Transforms.CustomMapping<Integer, Number>((_, number) => number.Label1 = 5, contractName: null).Fit(labels).Transform(labels);

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

    private sealed class Number
    {
        public float Label1 { get; set; }
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
