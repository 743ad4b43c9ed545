using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class IndexFeaturesTests
{
    private static readonly IndexFeatures Texts = new(new[] { 5, 7, 99, 8, 0, 0, 1, 2, 0 }, 3, 100, new[] { 3, 1, 2 });

    [Fact]
    public void Rows_are_copied_with_their_padding()
    {
        Assert.Equal(FeatureKind.Indices, Texts.Kind);
        Assert.Equal((3, 3, 3, 100), (Texts.RowCount, Texts.ColumnCount, Texts.PositionCount, Texts.IndexCount));
        int[] row = [-1, -1, -1, -1];
        Texts.CopyIndices(0, row);
        Assert.Equal([5, 7, 99, -1], row);
        Texts.CopyIndices(1, row);
        Assert.Equal([8, 0, 0, -1], row);
        Assert.Throws<ArgumentException>(() => Texts.CopyIndices(0, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Texts.CopyIndices(3, row));
        Assert.Throws<ArgumentOutOfRangeException>(() => Texts.CopyIndices(-1, row));
    }

    [Fact]
    public void A_row_has_its_length()
    {
        Assert.Equal([3, 1, 2], Texts.RowLengths.ToArray());
        Assert.Equal([3, 1, 2], Enumerable.Range(0, 3).Select(Texts.LengthOf));
        Assert.StartsWith(
            "There is no row 3; accepted: 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>("row", () => Texts.LengthOf(3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => Texts.LengthOf(-1));
    }

    [Fact]
    public void Without_lengths_every_row_is_full()
    {
        IndexFeatures full = new(new[] { 0, 1, 2, 3 }, 2, 4);
        Assert.True(full.RowLengths.IsEmpty);
        Assert.Equal([2, 2], Enumerable.Range(0, 2).Select(full.LengthOf));
        Assert.Equal(2, new SparseFeatures(new[] { 0, 1 }, new[] { 1 }, new float[] { 3 }, 2).LengthOf(0));
    }

    [Fact]
    public void Wrong_values_are_refused_with_their_row()
    {
        Refused("Row 1 has the index 4 in column 0; accepted: 0 to 3.", () => new IndexFeatures(new[] { 0, 3, 4, 0 }, 2, 4));
        Refused("Row 0 has the index -1 in column 1; accepted: 0 to 3.", () => new IndexFeatures(new[] { 0, -1, 4, 0 }, 2, 4));
        Refused("Row 1 has the length 3; accepted: 0 to 2.", () => new IndexFeatures(new int[4], 2, 4, new[] { 0, 3 }));
        Refused("Row 0 has the length -1; accepted: 0 to 2.", () => new IndexFeatures(new int[4], 2, 4, new[] { -1, 2 }));
        Refused("There are 1 row lengths for 2 rows.", () => new IndexFeatures(new int[4], 2, 4, new[] { 1 }));
        Refused("3 values do not make whole rows of 2 columns.", () => new IndexFeatures(new int[3], 2, 4));
        Refused("ColumnCount is 0; accepted: 1 or more.", () => new IndexFeatures(new int[3], 0, 4));
        Refused("IndexCount is 0; accepted: 1 or more.", () => new IndexFeatures(new int[4], 2, 0));
    }

    // The padding is checked too, since an embedding may look it up before it is masked.
    [Fact]
    public void Indices_beyond_the_length_are_checked() => Refused(
        "Row 0 has the index 9 in column 1; accepted: 0 to 3.", () => new IndexFeatures(new[] { 1, 9 }, 2, 4, new[] { 1 }));

    [Fact]
    public void Each_kind_is_read_by_its_own_methods()
    {
        const string Indices = "The matrix holds indices, not numbers; read them with CopyIndices.";
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => Texts.CopyRow(0, new float[3])).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => Texts.CountNonZeros(0)).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => Texts.CopyNonZeros(0, new int[3], new float[3])).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => Texts.MaxRowNonZeros).Message);
        FeatureMatrix[] numbers =
        [
            new DenseFeatures(new float[3], 3),
            new ByteFeatures(new byte[3], 3),
            new SparseFeatures(new[] { 0, 0 }, default, default, 3),
        ];
        foreach (FeatureMatrix matrix in numbers)
        {
            Assert.Equal(FeatureKind.Numbers, matrix.Kind);
            Assert.Equal(
                "The matrix holds numbers, not indices; read them with CopyRow or CopyNonZeros.",
                Assert.Throws<InvalidOperationException>(() => matrix.CopyIndices(0, new int[3])).Message);
        }
    }

    [Fact]
    public void A_slice_keeps_kind_indices_and_lengths()
    {
        TrainingData data = new(Texts, new[] { 0, 1, 0 });
        IndexFeatures slice = Assert.IsType<IndexFeatures>(data.Slice(1, 2).Slice(1, 1).Features);
        int[] row = new int[3];
        slice.CopyIndices(0, row);
        Assert.Equal([1, 2, 0], row);
        Assert.Equal((1, 100, 2), (slice.RowCount, slice.IndexCount, slice.LengthOf(0)));
        Assert.Equal([2], slice.RowLengths.ToArray());
        Assert.True(new IndexFeatures(new int[4], 2, 1).Slice(1, 1).RowLengths.IsEmpty);
    }

    // Two rows of 3 time steps with 2 features each.
    [Fact]
    public void Dense_sequences_have_lengths_in_time_steps()
    {
        float[] values = Samples.Floats(12);
        DenseFeatures sequences = new(values, 6, new[] { 3, 2 }, positionCount: 3);
        Assert.Equal((2, 6, 3), (sequences.RowCount, sequences.ColumnCount, sequences.PositionCount));
        Assert.Equal([3, 2], Enumerable.Range(0, 2).Select(sequences.LengthOf));
        FeatureMatrix slice = new TrainingData(sequences, new int[2]).Slice(1, 1).Features;
        Assert.Equal((1, 3, 2), (slice.RowCount, slice.PositionCount, slice.LengthOf(0)));
        float[] row = new float[6];
        slice.CopyRow(0, row);
        Assert.Equal(values[6..], row);
        Assert.Equal([6, 0], new DenseFeatures(values, 6, new[] { 6, 0 }).RowLengths.ToArray());
        Refused("Row 1 has the length 4; accepted: 0 to 3.", () => new DenseFeatures(values, 6, new[] { 3, 4 }, 3));
        Refused("There are 3 row lengths for 2 rows.", () => new DenseFeatures(values, 6, new int[3]));
        Refused("6 columns do not divide evenly into 4 positions.", () => new DenseFeatures(values, 6, default, 4));
        Refused("PositionCount is 0; accepted: 1 or more.", () => new DenseFeatures(values, 6, default, 0));
    }

    [Fact]
    public void A_network_of_numbers_refuses_indices()
    {
        Network network = new(Samples.Mlp(inputs: 3, classes: 4));
        Assert.Equal(FeatureKind.Numbers, network.Spec.InputKind);
        TrainingData data = new(Texts, new int[3]);
        Refused("data has indices; the network takes numbers.", () => network.Fit(data, new FitOptions()));
        Refused("data has indices; the network takes numbers.", () => network.Evaluate(data));
        Refused("batch has indices; the network takes numbers.", () => network.ComputeGradients(data));
    }

    [Fact]
    public void Lengths_must_be_in_the_positions_of_the_network()
    {
        Network network = new(new NetworkSpec([3, 2], [new Flatten(), new Dense(4, Activation.Softmax)]));
        network.Evaluate(new TrainingData(new DenseFeatures(new float[12], 6, new[] { 3, 3 }, 3), new int[2]));
        Refused(
            "data has row lengths of up to 6 positions; the network takes 3.",
            () => network.Evaluate(new TrainingData(new DenseFeatures(new float[12], 6, new[] { 6, 3 }), new int[2])));
    }

    private static void Refused(string message, Action action) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
