namespace MLNetDeep.Tuning.Tests;

public class SuccessiveHalvingTests
{
    private static readonly TuningOptions s_options = new() { Metric = FixedModel.Metric, Trials = 9, Strategy = new SuccessiveHalving() };

    // Scores by trial on the rungs of 1, 3 and 9 epochs. Trials 1, 4 and 7 are the best three of the first, of which 4 and 8 are equal.
    private static readonly double[,] s_scores =
    {
        { 0.1, 0.9, 0.2, 0.3, 0.5, 0.0, 0.4, 0.6, 0.5 },
        { 0.1, 0.7, 0.2, 0.3, 0.8, 0.0, 0.4, 0.75, 0.5 },
        { 0.1, 0.7, 0.2, 0.3, 0.85, 0.0, 0.4, 0.75, 0.5 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_best_of_each_rung_are_promoted_and_ties_go_to_the_lower_number(int parallel)
    {
        FixedSearch search = new(Score);
        TuningResult result = search.Run(s_options with { ParallelTrials = parallel });
        Assert.Equal(
            [.. Enumerable.Range(0, 9).Select(trial => (trial, (int?)1)), (1, 3), (4, 3), (7, 3), (4, 9)],
            search.Trained.OrderBy(trained => trained.Epochs).ThenBy(trained => trained.Trial));
        Assert.Equal([1, 3, 9], result.Trials[4].Rungs.Select(rung => rung.Epochs!.Value));
        Assert.Equal([0.5, 0.8, 0.85], result.Trials[4].Rungs.Select(rung => rung.Value));
    }

    // Li et al. return the configuration with the best intermediate result, not the last that is left: trial 1 had 0.9 after an epoch.
    [Fact]
    public void The_best_trial_has_the_best_value_on_any_rung()
    {
        TuningResult result = new FixedSearch(Score).Run(s_options);
        Assert.Equal((1, 0.9, 1), (result.Best.Number, result.Best.Value, result.Best.Epochs!.Value));
        Assert.Equal(0.9, ((FixedModel)result.Model).Value);
    }

    [Fact]
    public void Failed_trials_are_never_promoted()
    {
        FixedSearch search = new(trial => trial.Number == 3 || (trial.Number == 5 && trial.Epochs == 3) ? trial.Number : double.NaN);
        TuningResult result = search.Run(s_options);
        Assert.Equal([(3, 3), (3, 9)], search.Trained.Skip(9).Select(trained => (trained.Trial, trained.Epochs!.Value)));
        Assert.Equal(3, result.Best.Number);
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void A_trial_that_fails_on_a_later_rung_keeps_its_value()
    {
        TuningResult result = new FixedSearch(trial => trial.Epochs == 1 ? trial.Number : double.NaN).Run(s_options);
        Assert.Equal((8, 8.0, 1), (result.Best.Number, result.Best.Value, result.Best.Epochs!.Value));
        Assert.Equal("The score is NaN.", result.Best.Failure);
    }

    [Fact]
    public void Pipelines_must_use_the_number_of_epochs()
    {
        Microsoft.ML.MLContext ml = new();
        Microsoft.ML.IDataView data = ml.Data.LoadFromEnumerable([new { Label = 1f }]);
        SearchSpace space = new();
        space.Boolean("a");
        string unused = Assert.ThrowsAny<InvalidOperationException>(
            () => ml.Tune(data, space, _ => new FixedEstimator(() => 1), s_options with { ValidationData = data })).Message;
        Assert.StartsWith("The strategy of the search gives the number of epochs, but the pipeline does not use it", unused, StringComparison.Ordinal);
        string none = Assert.ThrowsAny<InvalidOperationException>(
            () => ml.Tune(data, space, _ => null!, s_options with { ValidationData = data })).Message;
        Assert.Equal("The function that makes the pipeline of a trial returned null.", none);
        string twice = Assert.ThrowsAny<InvalidOperationException>(() => new FixedSearch(trial =>
        {
            trial.Configure(new Trainers.SoftmaxRegressionOptions());
            return 1;
        }).Run(s_options)).Message;
        Assert.StartsWith("Configure was called twice for a trial", twice, StringComparison.Ordinal);
    }

    private static double Score(Trial trial) => s_scores[trial.Epochs switch { 1 => 0, 3 => 1, _ => 2 }, trial.Number];
}
