using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks that scorers match sessions and the reference for every row format, and that scorers can share weights.</summary>
public abstract class ScorerConformance : BackendConformance
{
    private static readonly NetworkSpec s_spec = new(
        [6], [new Dense(9, Activation.Relu), new BatchNormalization(), new Dropout(0.3), new Dense(3, Activation.Softmax)]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(11, 6, 3);

    private double[] Expected =>
        [.. new ReferenceModel(s_spec).Outputs(Weights, ReferenceModel.Rows(s_data.Features), training: false).SelectMany(row => row)];

    private static double[][] Weights => ReferenceModel.ToDoubles(TestNumbers.Weights(s_spec));

    [Fact]
    public void Matrices_dense_rows_and_sparse_rows_match_the_reference()
    {
        using IScorer scorer = Scorer(new ScorerOptions { BatchSize = 4 });
        float[] outputs = new float[11 * 3];
        scorer.Predict(s_data.Features, outputs);
        AssertClose(Expected, outputs, "matrix");
        float[] row = new float[6], single = new float[3];
        for (int i = 0; i < s_data.RowCount; i++)
        {
            s_data.Features.CopyRow(i, row);
            scorer.Predict(row, single);
            AssertClose(Expected[(3 * i)..(3 * (i + 1))], single, $"row {i}");
            int[] columns = [.. Enumerable.Range(0, 6)];
            scorer.Predict(columns, row, single);
            AssertClose(Expected[(3 * i)..(3 * (i + 1))], single, $"sparse row {i}");
        }
    }

    [Fact]
    public void Logits_exclude_the_last_activation()
    {
        using IScorer scorer = Scorer(new ScorerOptions { BatchSize = 11, Logits = true });
        NetworkSpec linear = new([6], [s_spec.Layers[0], s_spec.Layers[1], s_spec.Layers[2], new Dense(3)]);
        float[] outputs = new float[11 * 3];
        scorer.Predict(s_data.Features, outputs);
        AssertClose(
            [.. new ReferenceModel(linear).Outputs(Weights, ReferenceModel.Rows(s_data.Features), training: false).SelectMany(values => values)],
            outputs,
            "logits");
    }

    [Fact]
    public void Losses_match_the_reference()
    {
        using IScorer scorer = Scorer(new ScorerOptions());
        CategoricalCrossEntropy loss = new();
        AssertClose(new ReferenceModel(s_spec).Loss(loss, Weights, s_data, training: false), scorer.Evaluate(s_data, loss).Loss, "loss");
    }

    [Fact]
    public void A_second_scorer_can_share_the_weights_of_the_first()
    {
        using IScorer first = Scorer(new ScorerOptions());
        using IScorer second = first.Share(new ScorerOptions { BatchSize = 3, Threads = 1 });
        float[][] outputs = [new float[11 * 3], new float[11 * 3]];
        Parallel.For(0, 2, i => (i == 0 ? first : second).Predict(s_data.Features, outputs[i]));
        Assert.Equal(outputs[0], outputs[1]);
        Assert.True(second.PreferredBatch >= 1);
    }

    private IScorer Scorer(ScorerOptions options) => Backend.CreateScorer(s_spec, TestNumbers.Weights(s_spec), options);
}
