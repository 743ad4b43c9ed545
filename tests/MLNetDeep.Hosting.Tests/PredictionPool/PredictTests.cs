using Microsoft.Extensions.DependencyInjection;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public class PredictTests
{
    [Fact]
    public void Predictions_are_those_of_the_network_in_the_file()
    {
        using TestPool test = new(PoolModel.First.Zip);
        DateTimeOffset before = DateTimeOffset.UtcNow;
        test.AssertPredicts(PoolModel.First);
        ModelVersion version = test.Pool.GetStatus().Version!;
        Assert.Equal(("", 1, test.Path, (long)PoolModel.First.Zip.Length), (version.ModelName, version.Number, version.Path, version.FileSize));
        Assert.Equal(File.GetLastWriteTimeUtc(test.Path), version.FileTime.UtcDateTime);
        Assert.InRange(version.LoadedAt, before, DateTimeOffset.UtcNow);
        Assert.Equal($"default #1 ({PoolModel.First.Hash[..12]})", $"{version}");
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(600)]
    public void Many_rows_have_the_predictions_of_single_ones_in_their_order(int rows)
    {
        using TestPool test = new(PoolModel.First.Zip);
        House[] houses = [.. Enumerable.Range(0, rows).Select(PoolModel.CreateHouse)];
        IReadOnlyList<Verdict> verdicts = test.Pool.Predict(houses);
        Assert.Equal(rows, verdicts.Count);
        Assert.Equal(rows, verdicts.Distinct().Count());
        Assert.All(houses.Zip(verdicts), pair => Assert.All(
            PoolModel.First.Predict(pair.First).Zip(pair.Second.Score), scores => Assert.Equal(scores.First, scores.Second, 1e-6f)));
    }

    [Fact]
    public void Models_have_names()
    {
        using TemporaryFolder folder = new();
        ServiceCollection services = new();
        services.AddMLNetDeepPredictionPool<House, Verdict>()
            .FromFile("first", folder.Write("1.zip", PoolModel.First.Zip), watchForChanges: false)
            .FromFile("second", folder.Write("2.zip", PoolModel.Second.Zip));
        using ServiceProvider provider = services.BuildServiceProvider();
        PredictionPool<House, Verdict> pool = provider.GetRequiredService<PredictionPool<House, Verdict>>();
        House house = PoolModel.CreateHouse(5);
        Assert.Equal(["first", "second"], pool.ModelNames);
        Assert.Equal(PoolModel.First.Predict(house), pool.Predict("first", house).Score);
        Assert.Equal(PoolModel.Second.Predict(house), pool.Predict("second", house).Score);
        Assert.Equal(PoolModel.Second.Predict(house), Assert.Single(pool.Predict("second", [house])).Score);
        ArgumentException error = Assert.Throws<ArgumentException>("modelName", () => pool.Predict(house));
        Assert.StartsWith("PredictionPool<House, Verdict> has no model 'default'; it has: first, second.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(
            "modelName", () => services.AddMLNetDeepPredictionPool<Verdict, House>().FromFile("first", "other.zip"));
        Assert.StartsWith(
            "There is a model 'first' in a prediction pool already; accepted: a name of its own for each model.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_enumerated_once_and_must_be_there()
    {
        using TestPool test = new(PoolModel.First.Zip);
        int enumerations = 0;
        Assert.Equal(3, test.Pool.Predict(Enumerate()).Count);
        Assert.Equal(1, enumerations);
        Assert.Empty(test.Pool.Predict([]));
        ArgumentException error = Assert.Throws<ArgumentException>("examples", () => test.Pool.Predict([new House(), null!]));
        Assert.StartsWith("Row 1 of examples is null; accepted: rows that are not null.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("example", () => test.Pool.Predict((House)null!));

        IEnumerable<House> Enumerate()
        {
            enumerations++;
            for (int i = 0; i < 3; i++)
            {
                yield return PoolModel.CreateHouse(i);
            }
        }
    }

    [Fact]
    public void A_lent_engine_reuses_its_prediction_and_ends_when_it_is_given_back()
    {
        using TestPool test = new(PoolModel.First.Zip);
        PooledEngine<House, Verdict> engine = test.Pool.Rent();
        Verdict verdict = new();
        Verdict same = verdict;
        engine.Predict(PoolModel.CreateHouse(3), ref verdict);
        Assert.Same(same, verdict);
        Assert.Equal(PoolModel.First.Predict(PoolModel.CreateHouse(3)), verdict.Score);
        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => engine.Predict(new House()));
        test.AssertPredicts(PoolModel.First);
    }

    [Fact]
    public void After_the_pool_an_engine_still_predicts_and_the_pool_does_not()
    {
        TestPool test = new(PoolModel.First.Zip);
        using PooledEngine<House, Verdict> engine = test.Pool.Rent();
        test.Dispose();
        Assert.Equal(PoolModel.First.Predict(PoolModel.CreateHouse(3)), engine.Predict(PoolModel.CreateHouse(3)).Score);
        Assert.Throws<ObjectDisposedException>(() => test.Pool.Predict(new House()));
    }
}
