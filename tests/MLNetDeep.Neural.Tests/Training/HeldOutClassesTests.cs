using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Warnings about classes that only the rows for validation have.</summary>
public class HeldOutClassesTests
{
    private const string Missing2 = "The network cannot learn class 2: all its rows are for validation. Train on rows of each class, or hold "
        + "out rows with ValidationSplit and ValidationRows.Stratified.";

    private static readonly NetworkSpec s_spec = new([1], [new Dense(3, Activation.Softmax)]);

    private static readonly FitOptions s_options = new() { BatchSize = 4, Epochs = 2 };

    // 10 rows of each class, in order: the last 20% are rows of class 2, and so are the last third.
    private static readonly TrainingData s_sorted = Rows([.. Enumerable.Range(0, 30).Select(row => row / 10)]);

    [Fact]
    public void A_class_that_is_only_in_the_split_is_a_warning()
    {
        Assert.Equal([Missing2], Warnings(s_options with { ValidationSplit = 0.35, ValidationRows = ValidationRows.Last }));
        Assert.Empty(Warnings(s_options with { ValidationSplit = 0.35, ValidationRows = ValidationRows.Stratified }));
        Assert.Empty(Warnings(s_options with { ValidationSplit = 0.2 }));
    }

    [Fact]
    public void Random_rows_that_were_taken_for_the_last_rows_are_a_warning() => Assert.Equal(
        ["The last rows have all rows of class 2, so random rows of each class are held out for validation. To choose, set ValidationRows."],
        Warnings(s_options with { ValidationSplit = 0.35 }));

    [Fact]
    public void A_class_that_is_only_in_the_validation_data_is_a_warning()
    {
        TrainingData training = s_sorted.Slice(0, 20);
        Assert.Equal(Missing2, Assert.Single(new Network(s_spec).Fit(training, s_options with { ValidationData = s_sorted }).Warnings));
        Assert.Empty(new Network(s_spec).Fit(s_sorted, s_options with { ValidationData = s_sorted }).Warnings);
    }

    // In one pool, in several, and where a pass ends within an epoch of Iterations. An incomplete pass says nothing.
    [Theory]
    [InlineData(64, null, true)]
    [InlineData(8, null, true)]
    [InlineData(8, 7, true)]
    [InlineData(8, 3, false)]
    [InlineData(64, 3, false)]
    public void A_class_that_no_row_of_a_stream_has_is_a_warning(int poolSize, int? iterations, bool warns)
    {
        FitOptions options = s_options with { ValidationData = s_sorted, PoolSize = poolSize, Iterations = iterations };
        TrainingHistory history = new Network(s_spec).Fit(Stream(20), options);
        string[] expected = warns ? [Missing2] : [];
        Assert.Equal(expected, history.Warnings);
        Assert.Empty(new Network(s_spec).Fit(Stream(30), options).Warnings);
    }

    // The label 1 of a network with one output is a class; rows of two yes-or-no targets have no class.
    [Fact]
    public void Rows_of_several_yes_or_no_targets_have_no_class()
    {
        float[] targets = [0, 1, 0, 0, 1, 1];
        TrainingData one = new(new DenseFeatures(new float[6], 1), new DenseTargets(targets));
        TrainingData two = new(new DenseFeatures(new float[3], 1), new DenseTargets(targets, 2));
        FitOptions options = s_options with { Loss = new BinaryCrossEntropy(), ValidationSplit = 0.34, ValidationRows = ValidationRows.Last };
        Assert.Empty(new Network(new NetworkSpec([1], [new Dense(2, Activation.Sigmoid)])).Fit(two, options).Warnings);
        Assert.Empty(new Network(new NetworkSpec([1], [new Dense(1, Activation.Sigmoid)])).Fit(one, options).Warnings);
        Assert.Contains("class 1", Assert.Single(new Network(new NetworkSpec([1], [new Dense(1, Activation.Sigmoid)]))
            .Fit(one.Slice(2, 2), options with { ValidationSplit = 0, ValidationData = one }).Warnings));
    }

    [Fact]
    public void Many_classes_are_counted()
    {
        NetworkSpec spec = new([1], [new Dense(9, Activation.Softmax)]);
        TrainingHistory history = new Network(spec).Fit(Rows([0, 0]), s_options with { ValidationData = Rows([8, 1, 2, 3, 4, 5, 6, 0]) });
        Assert.StartsWith("The network cannot learn class 1, class 2, class 3, class 4, class 5 and 2 more classes:", Assert.Single(history.Warnings));
    }

    private static InMemoryTrainingStream Stream(int rows)
    {
        int[] labels = s_sorted.Slice(0, rows).Labels.ToArray();
        return new InMemoryTrainingStream(Array.ConvertAll(labels, label => label / 10f), 1, labels);
    }

    private static TrainingData Rows(int[] labels) => new(new DenseFeatures(Array.ConvertAll(labels, label => label / 10f), 1), labels);

    private static IEnumerable<string> Warnings(FitOptions options) => new Network(s_spec).Fit(s_sorted, options).Warnings;
}
