using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Which rows a validation split holds out. The first feature of each row is its number.</summary>
public class ValidationRowsTests
{
    [Fact]
    public void Shuffled_rows_are_drawn_with_the_seed_and_keep_their_order()
    {
        TrainingData data = Data(1000, _ => 0);
        int[] first = HeldOut(data, ValidationRows.Shuffled, 0.3, seed: 1);
        Assert.Equal(300, first.Length);
        Assert.Equal(first, HeldOut(data, ValidationRows.Shuffled, 0.3, seed: 1));
        Assert.NotEqual(first, HeldOut(data, ValidationRows.Shuffled, 0.3, seed: 2));

        // Each fifth of the rows has 60 of the 300, give or take 4 standard deviations of the hypergeometric distribution (5.8).
        Assert.All(first.CountBy(row => row / 200), fifth => Assert.InRange(fifth.Value, 60 - 23, 60 + 23));
    }

    // 10 of 50 rows are held out, so 1 of 5 of each class: 6 of 30, 3 of 15, 1 of 5.
    [Fact]
    public void Stratified_rows_have_the_same_fraction_of_each_class()
    {
        TrainingData data = Data(50, row => row < 30 ? 0 : row < 45 ? 1 : 4);
        int[] rows = HeldOut(data, ValidationRows.Stratified, 0.2);
        Assert.Equal([6, 3, 1], new[] { 0, 1, 4 }.Select(label => rows.Count(row => data.Targets.ClassOf(row) == label)));
        Assert.NotEqual(rows, HeldOut(data, ValidationRows.Stratified, 0.2, seed: 5));
    }

    // 5 of 10 rows: shares of 2.5, 1.5, 0.5 and 0.5 rows. Whole rows give 3; the fractions are equal, so the first two classes get one more,
    // and the classes of one row keep it.
    [Fact]
    public void Every_class_keeps_a_row_to_train_on()
    {
        TrainingData data = Data(10, row => row < 5 ? 0 : row < 8 ? 1 : row - 6);
        int[] rows = HeldOut(data, ValidationRows.Stratified, 0.5);
        Assert.Equal([3, 2, 0, 0], Enumerable.Range(0, 4).Select(label => rows.Count(row => data.Targets.ClassOf(row) == label)));

        // 8 of 10 rows: at most 4 and 2 may go.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Enumerable.Range(0, 8));
        rows = HeldOut(data, ValidationRows.Stratified, 0.8);
        Assert.Equal([4, 2, 0, 0], Enumerable.Range(0, 4).Select(label => rows.Count(row => data.Targets.ClassOf(row) == label)));
        Assert.Throws<ArgumentException>(() => HeldOut(Data(4, row => row), ValidationRows.Stratified, 0.5));
    }

    [Fact]
    public void By_default_the_last_rows_are_held_out_unless_they_have_all_rows_of_a_class()
    {
        TrainingData mixed = Data(50, row => row % 5), sorted = Data(50, row => row / 10);
        Assert.Equal(Enumerable.Range(40, 10), HeldOut(mixed, ValidationRows.Automatic, 0.2));
        Assert.Equal(Enumerable.Range(40, 10), HeldOut(sorted, ValidationRows.Last, 0.2));
        Assert.Equal(HeldOut(sorted, ValidationRows.Stratified, 0.2), HeldOut(sorted, ValidationRows.Automatic, 0.2));
        Assert.Equal([4], Split(sorted, ValidationRows.Automatic, 0.2).AvoidedClasses);
        Assert.Equal([4], Split(sorted, ValidationRows.Last, 0.2).FindMissingClasses());
        Assert.Empty(Split(sorted, ValidationRows.Automatic, 0.2).FindMissingClasses());
    }

    // Numbers have no classes: 49 differs from all other targets.
    [Fact]
    public void Regression_holds_out_the_last_rows_by_default()
    {
        TrainingData data = Data(50, row => row);
        NetworkSpec spec = new([3], [new Dense(1)]);
        TrainingData numbers = new(data.Features, new DenseTargets(Enumerable.Range(0, 50).Select(row => (float)row).ToArray()));
        FitOptions options = new() { ValidationSplit = 0.2 };
        Assert.Equal(Enumerable.Range(40, 10), Numbers(options.Split(numbers, spec)!.Validation));
        Assert.Equal(
            Numbers(((options with { ValidationRows = ValidationRows.Shuffled }).Split(numbers, spec))!.Validation),
            Numbers(((options with { ValidationRows = ValidationRows.Stratified }).Split(numbers, spec))!.Validation));
    }

    // The network is trained on the training rows, and evaluated on the others.
    [Fact]
    public void Training_with_a_shuffled_split_equals_training_on_its_parts()
    {
        TrainingData data = Samples.Separable(70, 20, 5);
        FitOptions options = new() { Epochs = 2, BatchSize = 16, Seed = 3, ValidationSplit = 0.2, ValidationRows = ValidationRows.Shuffled };
        DataSplit parts = options.Split(data, Samples.Mlp())!;
        Network whole = new(Samples.Mlp()), apart = new(Samples.Mlp());
        TrainingHistory history = whole.Fit(data, options);
        TrainingHistory expected = apart.Fit(parts.Training, options with { ValidationSplit = 0, ValidationData = parts.Validation });
        Close.SameBits(apart.GetWeights(), whole.GetWeights());
        Assert.Equal(expected.Epochs[1].Validation, history.Epochs[1].Validation);
        Assert.Equal((56, 14), (parts.Training.RowCount, parts.Validation.RowCount));
    }

    // Rows of every form, with weights, are the same after a copy.
    [Fact]
    public void Selected_rows_of_every_form_are_the_rows_of_the_whole()
    {
        int[] rows = [5, 0, 3];
        float[] numbers = [.. Enumerable.Range(0, 18).Select(i => i % 4 == 0 ? 0f : i)];
        byte[] bytes = [.. Enumerable.Range(0, 18).Select(i => (byte)i)];
        FeatureMatrix[] forms =
        [
            new DenseFeatures(numbers, 3), new DenseFeatures(numbers, 3, new[] { 1, 2, 3, 0, 1, 2 }), new ByteFeatures(bytes, 3, 0.5f),
            new SparseFeatures(new[] { 0, 1, 1, 3, 4, 5, 7 }, new[] { 2, 0, 1, 1, 2, 0, 2 }, new[] { 1f, 2, 3, 4, 5, 6, 7 }, 3),
        ];
        foreach (FeatureMatrix form in forms)
        {
            TrainingData data = new(form, new DenseTargets(numbers.AsMemory(0, 12), 2), numbers.AsMemory(0, 6));
            TrainingData selected = data.Select(rows);
            Assert.Equal(form.GetType(), selected.Features.GetType());
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(Row(form, rows[i]), Row(selected.Features, i));
                Assert.Equal(form.LengthOf(rows[i]), selected.Features.LengthOf(i));
                Assert.Equal(((DenseTargets)data.Targets).Row(rows[i]), ((DenseTargets)selected.Targets).Row(i));
                Assert.Equal(data.Weights.Span[rows[i]], selected.Weights.Span[i]);
            }
        }

        IndexFeatures indices = new(new[] { 5, 7, 9, 8, 0, 0, 1, 2, 0 }, 3, 10, new[] { 3, 1, 2 });
        FeatureMatrix chosen = indices.Select([2, 0]);
        int[] row = new int[3];
        chosen.CopyIndices(0, row);
        Assert.Equal([1, 2, 0], row);
        chosen.CopyIndices(1, row);
        Assert.Equal([5, 7, 9], row);
        Assert.Equal([2, 3], chosen.RowLengths.ToArray());
    }

    private static float[] Row(FeatureMatrix matrix, int row)
    {
        float[] values = new float[matrix.ColumnCount];
        matrix.CopyRow(row, values);
        return values;
    }

    private static TrainingData Data(int count, Func<int, int> label) => new(
        new DenseFeatures(Enumerable.Range(0, count).SelectMany(row => new[] { row, 1f, 0 }).ToArray(), 3),
        Enumerable.Range(0, count).Select(label).ToArray());

    private static int[] HeldOut(TrainingData data, ValidationRows rows, double fraction, int seed = 0)
    {
        DataSplit split = Split(data, rows, fraction, seed);
        int[] training = Numbers(split.Training), validation = Numbers(split.Validation);
        Assert.Equal(training.Order(), training);
        Assert.Equal(validation.Order(), validation);
        Assert.Equal(Enumerable.Range(0, data.RowCount), training.Concat(validation).Order());
        return validation;
    }

    private static DataSplit Split(TrainingData data, ValidationRows rows, double fraction, int seed = 0) =>
        new FitOptions { ValidationSplit = fraction, ValidationRows = rows, Seed = seed }
            .Split(data, new NetworkSpec([3], [new Dense(50, Activation.Softmax)]))!;

    private static int[] Numbers(TrainingData data) => [.. Enumerable.Range(0, data.RowCount).Select(row => (int)Row(data.Features, row)[0])];
}
