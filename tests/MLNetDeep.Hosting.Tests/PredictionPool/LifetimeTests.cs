using System.Runtime.CompilerServices;
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
}
