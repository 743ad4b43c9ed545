using MLNetDeep.Mpi.Tests.Support;

namespace MLNetDeep.Mpi.Tests.Exchange;

/// <summary>
/// What every rank gets from an exchange. tests/MpiRanks/ValueChecks.cs has the numbers that the ranks put in: N ranks, of which rank r has
/// r + 1 rows.
/// </summary>
public sealed class ExchangeTests(RankRuns runs) : IClassFixture<RankRuns>
{
    public static TheoryData<string, int> Runs => new() { { "Open MPI", 1 }, { "Open MPI", 4 }, { "MPICH", 3 } };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Ranks_are_numbered_and_share_the_processors(string mpi, int ranks)
    {
        RankResults results = runs.Get(mpi, ranks);
        for (int rank = 0; rank < ranks; rank++)
        {
            int[] world = results.Of<int>(rank, "world");
            Assert.Equal([rank, ranks], world[..2]);
            Assert.InRange(world[2], 1, Math.Max(1, Environment.ProcessorCount / ranks));
            Assert.StartsWith(mpi, results.TextOf(rank, "version"), StringComparison.Ordinal);
        }
    }

    // The sum over the ranks of rows x gradient is (1 + ... + N^2) + (1 + ... + N) e / 2 in element e: all these numbers are exact.
    [Theory]
    [MemberData(nameof(Runs))]
    public void Gradients_are_averaged_over_the_rows(string mpi, int ranks)
    {
        int rows = ranks * (ranks + 1) / 2, squares = ranks * (ranks + 1) * ((2 * ranks) + 1) / 6;
        int[] lengths = [3, 0, 1000, 500_000, 7];
        float[] expected = [.. lengths.SelectMany(
            length => Enumerable.Range(0, length).Select(e => (float)((squares + (rows * 0.5 * (e % 1000))) / rows)))];
        RankResults results = runs.Get(mpi, ranks);
        Assert.Equal(expected, results.OfAll<float>("averages"));
        Assert.Equal(expected, results.OfAll<float>("small buckets"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Results_are_added(string mpi, int ranks)
    {
        int rows = ranks * (ranks + 1) / 2;
        Assert.Equal([1.5 * rows, rows, rows, rows, 0.25 * rows], runs.Get(mpi, ranks).OfAll<double>("result"));
    }

    // 501,010 floats, and 6 doubles for the result. One rank alone sends no gradients.
    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_and_bytes_are_counted(string mpi, int ranks) =>
        Assert.Equal([1, 48 + (ranks == 1 ? 0 : 4 * 501_010)], runs.Get(mpi, ranks).OfAll<long>("statistics"));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_allocate_nothing(string mpi, int ranks) =>
        Assert.Equal([0], runs.Get(mpi, ranks).OfAll<long>("allocated"));

    // The last rank has 4 rows with the gradient 1, 2, 3, ... The others have none, and their gradients and errors are NaN.
    [Theory]
    [MemberData(nameof(Runs))]
    public void A_rank_without_rows_does_not_count(string mpi, int ranks)
    {
        RankResults results = runs.Get(mpi, ranks);
        Assert.Equal(ranks == 1 ? [0, 0, 0] : [6, 4, 1.0], results.OfAll<double>("no rows result"));
        if (ranks > 1)
        {
            Assert.Equal([1, 2, 3, 4, 5f], results.OfAll<float>("no rows"));
        }
    }

    // The loss of the last rank is infinite, then NaN, then 3 as that of the others.
    [Theory]
    [MemberData(nameof(Runs))]
    public void A_loss_that_is_not_finite_reaches_all_ranks(string mpi, int ranks) =>
        Assert.Equal([double.PositiveInfinity, double.NaN, 3 * ranks], runs.Get(mpi, ranks).OfAll<double>("not finite"));

    // Summed: rank + 1; 1/10; a large number; within a step: rank. Averaged in that step: rank and 2 x rank.
    [Theory]
    [MemberData(nameof(Runs))]
    public void Numbers_are_summed_also_within_a_step(string mpi, int ranks)
    {
        double[] sums = runs.Get(mpi, ranks).OfAll<double>("sums");
        Assert.Equal(0.1 * ranks, sums[1], 1e-15);
        sums[1] = 0;
        double mean = (ranks - 1) / 2.0;
        Assert.Equal([ranks * (mean + 1), 0, ranks * (double.MaxValue / 16), ranks * mean, mean, 2 * mean], sums);
    }

    // 3 numbers, none, and 1, of 8 bytes each, however many MPI is given.
    [Theory]
    [MemberData(nameof(Runs))]
    public void Bytes_of_sums_are_counted(string mpi, int ranks) => Assert.Equal([24, 0, 8], runs.Get(mpi, ranks).OfAll<long>("sum bytes"));

    [Theory]
    [MemberData(nameof(Runs))]
    public void All_ranks_get_the_bytes_of_rank_0(string mpi, int ranks) =>
        Assert.Equal([7, 0, 255], runs.Get(mpi, ranks).OfAll<byte>("broadcast"));

    // Rank r sends 1000 r times the byte r.
    [Theory]
    [MemberData(nameof(Runs))]
    public void All_ranks_get_the_bytes_of_each(string mpi, int ranks)
    {
        RankResults results = runs.Get(mpi, ranks);
        Assert.Equal(Enumerable.Range(0, ranks).Select(rank => 1000 * rank), results.OfAll<int>("gathered lengths"));
        Assert.Equal(
            Enumerable.Range(0, ranks).SelectMany(rank => Enumerable.Repeat((byte)rank, 1000 * rank)), results.OfAll<byte>("gathered"));
    }

    // The last rank asks before the second of three steps.
    [Theory]
    [MemberData(nameof(Runs))]
    public void All_ranks_stop_after_the_step_that_one_asked_for(string mpi, int ranks) =>
        Assert.Equal([0, 1, 0], runs.Get(mpi, ranks).OfAll<byte>("stops"));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Calls_in_another_order_are_refused(string mpi, int ranks) => Assert.Equal(
        """
        No step has begun; accepted: Begin, OnGradientReady for each parameter, Finish.
        No step has begun; accepted: Begin, OnGradientReady for each parameter, Finish.
        Begin was called twice without Finish; accepted: Begin, OnGradientReady for each parameter, Finish.
        """.ReplaceLineEndings("\n"),
        runs.Get(mpi, ranks).TextOf(ranks - 1, "errors"));

    // Rank r has r + 1 rows. In floats, N sums and a division round to about N + 2 halves of a unit in the last place.
    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_rank_and_every_repetition_gets_the_same_bits(string mpi, int ranks)
    {
        RankResults results = runs.Get(mpi, ranks);
        float[][] values = [.. Enumerable.Range(0, ranks).Select(rank => results.Of<float>(rank, "random values"))];
        float[] averages = results.OfAll<float>("random 0");
        Assert.True(averages.AsSpan().SequenceEqual(results.OfAll<float>("random 1")));
        Assert.True(averages.AsSpan().SequenceEqual(results.OfAll<float>("random 2")));
        double rows = ranks * (ranks + 1) / 2.0;
        double worst = Enumerable.Range(0, averages.Length).Max(i =>
        {
            double exact = Enumerable.Range(0, ranks).Sum(rank => (rank + 1) * (double)values[rank][i]) / rows;
            return Math.Abs(averages[i] - exact) / exact;
        });
        Assert.InRange(worst, 0, (ranks + 2) / Math.Pow(2, 24));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_second_thread_is_refused_and_the_first_one_goes_on(string mpi, int ranks)
    {
        RankResults results = runs.Get(mpi, ranks);
        Assert.Equal([ranks], results.OfAll<double>("sum beside a refusal"));
        if (ranks > 1)
        {
            Assert.StartsWith("Two threads called MpiExchange at once.", results.TextOf(0, "two threads"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Calls_after_the_end_are_refused(string mpi, int ranks) => Assert.Equal(
        "MPI has been finalized: the process is ending. Use MpiExchange before the end of the program.",
        runs.Get(mpi, ranks).TextOf(ranks - 1, "after the end"));

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_runtime_still_throws_its_exceptions(string mpi, int ranks) => Assert.Equal(
        "True NullReferenceException DivideByZeroException", runs.Get(mpi, ranks).TextOf(ranks - 1, "runtime"));
}
