namespace MLNetDeep.Tuning.Tests;

public class TuningStrategyTests
{
    // Bracket s = 3 of the example in section 3.2 of Li et al. (2018), with R = 27 and η = 3: 27 configurations for 1 unit, then 9 for 3, 3 for
    // 9 and 1 for 27.
    [Fact]
    public void Successive_halving_has_the_rungs_of_the_paper() =>
        Assert.Equal([new(27, 1), new(9, 3), new(3, 9), new(1, 27)], new SuccessiveHalving().Rungs(27));

    [Fact]
    public void Numbers_of_trials_are_rounded_down() =>
        Assert.Equal([new(10, 2), new(5, 4), new(2, 8), new(1, 16)], new SuccessiveHalving { MinEpochs = 2, Reduction = 2 }.Rungs(10));

    [Fact]
    public void No_rung_has_more_epochs_than_allowed()
    {
        Assert.Equal([new(27, 1), new(9, 3)], new SuccessiveHalving { MaxEpochs = 8 }.Rungs(27));
        Assert.Equal([new(27, 1), new(9, 3), new(3, 9)], new SuccessiveHalving { MaxEpochs = 9 }.Rungs(27));
        Assert.Equal([new(1, 5)], new SuccessiveHalving { MinEpochs = 5 }.Rungs(1));
    }

    [Fact]
    public void Epochs_that_exceed_the_largest_integer_end_the_rungs() =>
        Assert.Equal([new(9, 1_000_000_000)], new SuccessiveHalving { MinEpochs = 1_000_000_000 }.Rungs(9));

    [Fact]
    public void A_random_search_has_one_rung()
    {
        Assert.Equal([new(30, null)], new RandomSearch().Rungs(30));
        Assert.Equal([new(30, 7)], new RandomSearch { Epochs = 7 }.Rungs(30));
    }

    [Fact]
    public void Bad_values_are_refused()
    {
        Assert.Contains("Reduction is 1; accepted: 2 or more.", Message(() => new SuccessiveHalving { Reduction = 1 }), StringComparison.Ordinal);
        Assert.Contains("MinEpochs is 0", Message(() => new SuccessiveHalving { MinEpochs = 0 }), StringComparison.Ordinal);
        Assert.Contains(
            "MinEpochs is 4; accepted: at most MaxEpochs, 3.", Message(() => new SuccessiveHalving { MinEpochs = 4, MaxEpochs = 3 }.Rungs(1)),
            StringComparison.Ordinal);
        Assert.Contains("trials is 0; accepted: 1 or more.", Message(() => new RandomSearch().Rungs(0)), StringComparison.Ordinal);
    }

    private static string Message(Func<object> create) => Assert.Throws<ArgumentOutOfRangeException>(create).Message;
}
