using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public class LifetimeTests
{
    [Fact]
    public async Task An_old_model_is_disposed_once_after_its_last_engine()
    {
        List<Watched> models = [];
        using TestPool test = new(PoolModel.First.Zip, options =>
        {
            options.WatchForChanges = false;
            options.Prepare = (_, model) =>
            {
                models.Add(new Watched(model));
                return models[^1];
            };
        });
        PooledEngine<House, Verdict> one = test.Pool.Rent();
        PooledEngine<House, Verdict> two = test.Pool.Rent();
        await File.WriteAllBytesAsync(test.Path, PoolModel.Second.Zip);
        await test.Pool.ReloadAsync();
        test.AssertPredicts(PoolModel.Second);

        House house = PoolModel.CreateHouse(4);
        Assert.Same(models[0], one.Model);
        Assert.Equal((PoolModel.First.Hash, PoolModel.First.Predict(house)), (one.Version.Hash, one.Predict(house).Score), Same);
        one.Dispose();
        Assert.Equal(0, models[0].Disposals);
        Assert.Equal(PoolModel.First.Predict(house), two.Predict(house).Score);
        two.Dispose();
        Assert.Equal([1, 0], models.Select(model => model.Disposals));
        test.AssertPredicts(PoolModel.Second);
        test.Dispose();
        Assert.Equal([1, 1], models.Select(model => model.Disposals));

        static bool Same((string Hash, float[] Scores) a, (string Hash, float[] Scores) b) => a.Hash == b.Hash && a.Scores.SequenceEqual(b.Scores);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(300)]
    public async Task A_call_that_runs_while_the_model_is_replaced_is_the_old_models(int rows)
    {
        using ManualResetEventSlim isWithin = new(), mayEnd = new();
        using TestPool test = new(PoolModel.First.Zip, options =>
        {
            options.WatchForChanges = false;
            options.Prepare = (ml, model) => new TransformerChain<ITransformer>(
                ml.Transforms.CustomMapping<House, Aged>(Wait, contractName: null).Fit(ml.Data.LoadFromEnumerable<House>([])), model);
        });

        // The call waits within its last row.
        House[] houses = [.. Enumerable.Range(0, rows - 1).Select(PoolModel.CreateHouse), new House { Size = 3, Age = -1 }];
        Task<(IReadOnlyList<Verdict> Verdicts, ModelVersion Version)> call = Task.Run(Predict);
        Assert.True(isWithin.Wait(TimeSpan.FromSeconds(60)));
        await File.WriteAllBytesAsync(test.Path, PoolModel.Second.Zip);
        await test.Pool.ReloadAsync();
        test.AssertPredicts(PoolModel.Second);
        mayEnd.Set();
        (IReadOnlyList<Verdict> verdicts, ModelVersion version) = await call;
        Assert.Equal(PoolModel.First.Hash, version.Hash);
        Assert.Equal(rows, verdicts.Count);
        Assert.All(houses.Zip(verdicts), pair => Assert.All(
            PoolModel.First.Predict(pair.First).Zip(pair.Second.Score), scores => Assert.Equal(scores.First, scores.Second, 1e-6f)));

        (IReadOnlyList<Verdict> Verdicts, ModelVersion Version) Predict() => rows == 1
            ? ([test.Pool.Predict(houses[0], out ModelVersion one)], one)
            : (test.Pool.Predict(houses, out ModelVersion many), many);

        void Wait(House house, Aged output)
        {
            output.Age = house.Age;
            if (house.Age < 0)
            {
                isWithin.Set();
                Assert.True(mayEnd.Wait(TimeSpan.FromSeconds(60)));
            }
        }
    }

    [Fact]
    public async Task A_model_that_is_refused_is_disposed_and_the_old_one_is_not()
    {
        List<Watched> models = [];
        using TestPool test = new(PoolModel.First.Zip, options => options.Prepare = (_, model) =>
        {
            models.Add(new Watched(model));
            return models.Count == 1 ? models[0] : throw new InvalidOperationException("Two scores are equal.");
        });
        test.AssertPredicts(PoolModel.First);
        await File.WriteAllBytesAsync(test.Path, PoolModel.Second.Zip);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => test.Pool.ReloadAsync());
        Assert.Equal($"'{test.Path}' holds no model for PredictionPool<House, Verdict>: Two scores are equal.", error.Message);
        Assert.Equal(0, models[0].Disposals);
        test.AssertPredicts(PoolModel.First);
    }

    [Fact]
    public async Task A_load_that_fails_while_the_pool_is_disposed_is_not_logged()
    {
        using ManualResetEventSlim isWithin = new(), mayEnd = new();
        int loads = 0;
        using TestPool test = new(PoolModel.First.Zip, options => options.Prepare = (_, model) =>
        {
            if (++loads == 1)
            {
                return model;
            }

            isWithin.Set();
            Assert.True(mayEnd.Wait(TimeSpan.FromSeconds(60)));
            throw new InvalidOperationException("Two scores are equal.");
        });
        test.AssertPredicts(PoolModel.First);
        test.Replace(PoolModel.Second.Zip);
        Assert.True(isWithin.Wait(TimeSpan.FromSeconds(60)));
        Task disposal = Task.Run(test.Pool.Dispose);
        ObjectDisposedException? error = null;
        await TestPool.WaitUntilAsync(() => (error = Record.Exception(() => test.Pool.Predict(new House())) as ObjectDisposedException) is not null, "the end");
        Assert.Equal("PredictionPool<House, Verdict>", error!.ObjectName);
        mayEnd.Set();
        await disposal;
        await Task.Delay(50);
        Assert.Equal(2, loads);
        Assert.Empty(test.Log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task Old_models_are_collected()
    {
        using TestPool test = new(PoolModel.First.Zip, options => options.WatchForChanges = false);
        List<WeakReference> old = [];
        for (int i = 0; i < 6; i++)
        {
            await File.WriteAllBytesAsync(test.Path, (i % 2 == 0 ? PoolModel.First : PoolModel.Second).Zip);
            await test.Pool.ReloadAsync();
            old.Add(Use(test.Pool));
        }

        for (int i = 0; i < 20 && old.Count(model => model.IsAlive) > 1; i++)
        {
            await Task.Delay(10);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal([false, false, false, false, false, true], old.Select(model => model.IsAlive));
        test.AssertPredicts(PoolModel.Second);
    }

    // A method of its own, so that no local of the test keeps the model.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(PredictionPool<House, Verdict> pool)
    {
        using PooledEngine<House, Verdict> engine = pool.Rent();
        engine.Predict(new House());
        return new WeakReference(engine.Model);
    }

    /// <summary>A model that counts how often it is disposed.</summary>
    private sealed class Watched(ITransformer model) : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => model.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => model.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => model.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => model.Transform(input);

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public void Dispose() => Disposals++;
    }

    private sealed class Aged
    {
        public float Age { get; set; }
    }
}
