using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>The metrics of small tables, worked out by hand.</summary>
public class MetricFormulaTests
{
    // Labels 0 0 1 1 2 2, predictions 0 1 1 1 0 2. Class 0: TP 1, FP 1, FN 1. Class 1: TP 2, FP 1, FN 0. Class 2: TP 1, FP 0, FN 1.
    // Class 3 does not occur. Precisions 1/2, 2/3, 1; recalls 1/2, 1, 1/2; F1 2/4, 4/5, 2/3.
    [Fact]
    public void Precision_recall_and_F1_of_several_classes_are_means_over_the_classes_that_occur()
    {
        ClassTargets targets = new(new[] { 0, 0, 1, 1, 2, 2 });
        ClassCounts counts = new(targets, 4, isCategorical: true);
        foreach ((int row, int predicted) in new[] { 0, 1, 1, 1, 0, 2 }.Index())
        {
            float[] outputs = [0.1f, 0.1f, 0.1f, 0.1f];
            outputs[predicted] = 0.7f;
            counts.Add(row, outputs);
        }

        Assert.Equal(13.0 / 18, counts.Precision, 1e-15);
        Assert.Equal(2.0 / 3, counts.Recall, 1e-15);
        Assert.Equal(59.0 / 90, counts.F1Score, 1e-15);
    }

    // Targets 1 1 1 0 0 0 0, predictions 1 1 0 1 0 1 0: TP 2, FP 2, FN 1.
    // Of the 12 pairs of a positive and a negative row, the positive one is higher in 4 + 2 + 2.
    [Fact]
    public void One_output_has_the_metrics_of_the_positive_class()
    {
        ClassTargets labels = new(new[] { 1, 1, 1, 0, 0, 0, 0 });
        DenseTargets numbers = new(new float[] { 1, 1, 0.9f, 0.4f, 0, 0, 0 });
        float[] outputs = [0.9f, 0.6f, 0.3f, 0.8f, 0.2f, 0.7f, 0.1f];
        foreach (Targets targets in new Targets[] { labels, numbers })
        {
            ClassCounts counts = Gather(new ClassCounts(targets, 1, isCategorical: false), outputs, 1);
            Assert.Equal((1.0 / 2, 2.0 / 3, 4.0 / 7), (counts.Precision, counts.Recall, counts.F1Score));
            Assert.Equal(8.0 / 12, Gather(new RocScores(targets, 1, isCategorical: false), outputs, 1).ComputeArea(), 1e-15);
        }
    }

    // Output 0: targets 1 1 0, outputs 0.9 0.4 0.6: TP 1, FP 1, FN 1, one of two pairs in order. Output 1: targets 0 1 1, outputs 0.2 0.8 0.7.
    [Fact]
    public void With_several_binary_outputs_each_is_a_class()
    {
        DenseTargets targets = new(new float[] { 1, 0, 1, 1, 0, 1 }, 2);
        float[] outputs = [0.9f, 0.2f, 0.4f, 0.8f, 0.6f, 0.7f];
        ClassCounts counts = Gather(new ClassCounts(targets, 2, isCategorical: false), outputs, 2);
        Assert.Equal((3.0 / 4, 3.0 / 4, 3.0 / 4), (counts.Precision, counts.Recall, counts.F1Score));
        Assert.Equal(3.0 / 4, Gather(new RocScores(targets, 2, isCategorical: false), outputs, 2).ComputeArea());
    }

    [Fact]
    public void Nothing_to_divide_by_is_0()
    {
        ClassTargets negative = new(new[] { 0, 0 });
        ClassCounts counts = Gather(new ClassCounts(negative, 1, isCategorical: false), [0.1f, 0.2f], 1);
        Assert.Equal((0.0, 0.0, 0.0), (counts.Precision, counts.Recall, counts.F1Score));
        Assert.Equal(double.NaN, Gather(new RocScores(negative, 1, isCategorical: false), [0.1f, 0.2f], 1).ComputeArea());
    }

    [Theory]
    [InlineData(new[] { 1, 0, 1, 0 }, new[] { 0.5f, 0.5f, 0.5f, 0.1f }, 0.75)] // Each positive: half of one pair, and one pair.
    [InlineData(new[] { 1, 0, 1, 0 }, new[] { 0.5f, 0.5f, 0.5f, 0.5f }, 0.5)]
    [InlineData(new[] { 1, 0, 1, 0 }, new[] { 0.9f, 0.1f, 0.8f, 0.2f }, 1)]
    [InlineData(new[] { 1, 0, 1, 0 }, new[] { 0.1f, 0.9f, 0.2f, 0.8f }, 0)]
    [InlineData(new[] { 1, 0 }, new[] { float.NaN, 0.5f }, double.NaN)]
    public void Equal_scores_count_half_in_the_area(int[] labels, float[] scores, double area) =>
        Assert.Equal(area, Gather(new RocScores(new ClassTargets(labels), 1, isCategorical: false), scores, 1).ComputeArea());

    // Class 0: 0.6 and 0.4 against 0.5 and 0.2: 3 of 4 pairs. Class 1: 0.4 against 0.3, 0.5, 0.4: 1.5 of 3. Class 2: 0.3 against 0.1, 0.1, 0.2:
    // 3 of 3. Class 3 has no rows.
    [Fact]
    public void The_area_of_several_classes_is_the_mean_of_one_against_the_rest()
    {
        float[] outputs = [0.6f, 0.3f, 0.1f, 0, 0.5f, 0.4f, 0.1f, 0, 0.2f, 0.5f, 0.3f, 0, 0.4f, 0.4f, 0.2f, 0];
        RocScores scores = Gather(new RocScores(new ClassTargets(new[] { 0, 1, 2, 0 }), 4, isCategorical: true), outputs, 4);
        Assert.Equal((0.75 + 0.5 + 1) / 3, scores.ComputeArea(), 1e-15);
    }

    // The label's outputs are third of four, last of four, and, among equals, second.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void A_row_counts_for_top_k_if_its_class_is_among_the_k_highest(int k, int hits)
    {
        float[] outputs = [0.4f, 0.3f, 0.2f, 0.1f, 0.1f, 0.2f, 0.3f, 0.4f, 0.25f, 0.25f, 0.25f, 0.25f];
        Assert.Equal(hits / 3.0, Gather(new TopKCounter(new ClassTargets(new[] { 2, 0, 1 }), k), outputs, 4).Accuracy);
    }

    // Output 0: squared errors 4 · 0.25 = 1, squared deviations from 2.5: 5, so 0.8. Output 1: 2 and 4, so 0.5.
    [Fact]
    public void RSquared_is_the_mean_over_the_outputs()
    {
        DenseTargets targets = new(new float[] { 1, 0, 2, 0, 3, 2, 4, 2 }, 2);
        Assert.Equal(0.65, Gather(new SquaredErrors(targets), [1.5f, 0, 1.5f, 1, 3.5f, 1, 3.5f, 2], 2).RSquared, 1e-15);
        DenseTargets first = new(new float[] { 1, 2, 3, 4 });
        Assert.Equal(0.8, Gather(new SquaredErrors(first), [1.5f, 1.5f, 3.5f, 3.5f], 1).RSquared, 1e-15);
        Assert.Equal(1, Gather(new SquaredErrors(first), [1, 2, 3, 4], 1).RSquared);
        Assert.Equal(0, Gather(new SquaredErrors(first), [2.5f, 2.5f, 2.5f, 2.5f], 1).RSquared);
    }

    [Fact]
    public void RSquared_of_equal_targets_is_NaN() =>
        Assert.Equal(double.NaN, Gather(new SquaredErrors(new DenseTargets(new float[] { 3, 3 })), [3, 4], 1).RSquared);

    private static T Gather<T>(T accumulator, float[] outputs, int columns)
        where T : MetricAccumulator
    {
        for (int row = 0; row < outputs.Length / columns; row++)
        {
            accumulator.Add(row, outputs.AsSpan(row * columns, columns));
        }

        return accumulator;
    }
}
