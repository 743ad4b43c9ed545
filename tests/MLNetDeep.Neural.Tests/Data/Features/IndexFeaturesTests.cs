using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class IndexFeaturesTests
{
    private static readonly IndexFeatures ThreeTexts = new(new[] { 5, 7, 99, 8, 0, 0, 1, 2, 0 }, 3, 100, new[] { 3, 1, 2 });

    [Fact]
    public void Rows_are_copied_with_their_padding()
    {
        Assert.Equal(FeatureKind.Indices, ThreeTexts.Kind);
        Assert.Equal((3, 3, 3, 100), (ThreeTexts.RowCount, ThreeTexts.ColumnCount, ThreeTexts.PositionCount, ThreeTexts.IndexCount));
        int[] row = [-1, -1, -1, -1];
        ThreeTexts.CopyIndices(0, row);
        Assert.Equal([5, 7, 99, -1], row);
        ThreeTexts.CopyIndices(1, row);
        Assert.Equal([8, 0, 0, -1], row);
        Assert.Throws<ArgumentException>(() => ThreeTexts.CopyIndices(0, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreeTexts.CopyIndices(3, row));
        Assert.Throws<ArgumentOutOfRangeException>(() => ThreeTexts.CopyIndices(-1, row));
    }

    [Fact]
    public void Each_row_reports_its_length()
    {
        Assert.Equal([3, 1, 2], ThreeTexts.RowLengths.ToArray());
        Assert.Equal([3, 1, 2], Enumerable.Range(0, 3).Select(ThreeTexts.LengthOf));
        Assert.StartsWith(
            "There is no row 3; accepted: 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>("row", () => ThreeTexts.LengthOf(3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => ThreeTexts.LengthOf(-1));
    }

    [Fact]
    public void Without_lengths_all_rows_are_full()
    {
        IndexFeatures full = new(new[] { 0, 1, 2, 3 }, 2, 4);
        Assert.True(full.RowLengths.IsEmpty);
        Assert.Equal([2, 2], Enumerable.Range(0, 2).Select(full.LengthOf));
        Assert.Equal(2, new SparseFeatures(new[] { 0, 1 }, new[] { 1 }, new float[] { 3 }, 2).LengthOf(0));
    }

    [Fact]
    public void Invalid_value_errors_name_the_row()
    {
        AssertThrows("Row 1 has the index 4 in column 0; accepted: 0 to 3.", () => new IndexFeatures(new[] { 0, 3, 4, 0 }, 2, 4));
        AssertThrows("Row 0 has the index -1 in column 1; accepted: 0 to 3.", () => new IndexFeatures(new[] { 0, -1, 4, 0 }, 2, 4));
        AssertThrows("Row 1 has the length 3; accepted: 0 to 2.", () => new IndexFeatures(new int[4], 2, 4, new[] { 0, 3 }));
        AssertThrows("Row 0 has the length -1; accepted: 0 to 2.", () => new IndexFeatures(new int[4], 2, 4, new[] { -1, 2 }));
        AssertThrows("There are 1 row lengths for 2 rows.", () => new IndexFeatures(new int[4], 2, 4, new[] { 1 }));
        AssertThrows("3 values do not make whole rows of 2 columns.", () => new IndexFeatures(new int[3], 2, 4));
        AssertThrows("ColumnCount is 0; accepted: 1 or more.", () => new IndexFeatures(new int[3], 0, 4));
        AssertThrows("IndexCount is 0; accepted: 1 or more.", () => new IndexFeatures(new int[4], 2, 0));
    }

    // The padding is validated too, since an embedding layer may look up padding indices before they are masked.
    [Fact]
    public void Padding_indices_are_validated() => AssertThrows(
        "Row 0 has the index 9 in column 1; accepted: 0 to 3.", () => new IndexFeatures(new[] { 1, 9 }, 2, 4, new[] { 1 }));

    [Fact]
    public void Reading_with_the_method_of_the_wrong_kind_throws()
    {
        const string Indices = "The matrix holds indices, not numbers; read them with CopyIndices.";
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => ThreeTexts.CopyRow(0, new float[3])).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => ThreeTexts.CountNonZeros(0)).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => ThreeTexts.CopyNonZeros(0, new int[3], new float[3])).Message);
        Assert.Equal(Indices, Assert.Throws<InvalidOperationException>(() => ThreeTexts.MaxRowNonZeros).Message);
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
    public void A_slice_preserves_kind_indices_and_lengths()
    {
        TrainingData data = new(ThreeTexts, new[] { 0, 1, 0 });
        IndexFeatures slice = Assert.IsType<IndexFeatures>(data.Slice(1, 2).Slice(1, 1).Features);
        int[] row = new int[3];
        slice.CopyIndices(0, row);
        Assert.Equal([1, 2, 0], row);
        Assert.Equal((1, 100, 2), (slice.RowCount, slice.IndexCount, slice.LengthOf(0)));
        Assert.Equal([2], slice.RowLengths.ToArray());
        Assert.True(new IndexFeatures(new int[4], 2, 1).Slice(1, 1).RowLengths.IsEmpty);
    }

    // Two rows, each with 3 time steps of 2 features.
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
        AssertThrows("Row 1 has the length 4; accepted: 0 to 3.", () => new DenseFeatures(values, 6, new[] { 3, 4 }, 3));
        AssertThrows("There are 3 row lengths for 2 rows.", () => new DenseFeatures(values, 6, new int[3]));
        AssertThrows("6 columns do not divide evenly into 4 positions.", () => new DenseFeatures(values, 6, default, 4));
        AssertThrows("PositionCount is 0; accepted: 1 or more.", () => new DenseFeatures(values, 6, default, 0));
    }

    [Fact]
    public void A_network_with_numeric_input_rejects_indices()
    {
        Network network = new(Samples.Mlp(inputs: 3, classes: 4));
        Assert.Equal(FeatureKind.Numbers, network.Spec.InputKind);
        TrainingData data = new(ThreeTexts, new int[3]);
        AssertThrows("data has indices; the network takes numbers.", () => network.Fit(data, new FitOptions()));
        AssertThrows("data has indices; the network takes numbers.", () => network.Evaluate(data));
        AssertThrows("batch has indices; the network takes numbers.", () => network.ComputeGradients(data));
    }

    [Fact]
    public void Lengths_must_not_exceed_the_positions_of_the_network_input()
    {
        Network network = new(new NetworkSpec([3, 2], [new Flatten(), new Dense(4, Activation.Softmax)]));
        network.Evaluate(new TrainingData(new DenseFeatures(new float[12], 6, new[] { 3, 3 }, 3), new int[2]));
        AssertThrows(
            "data has row lengths of up to 6 positions; the network takes 3.",
            () => network.Evaluate(new TrainingData(new DenseFeatures(new float[12], 6, new[] { 6, 3 }), new int[2])));
    }

    private static void AssertThrows(string message, Action action) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
