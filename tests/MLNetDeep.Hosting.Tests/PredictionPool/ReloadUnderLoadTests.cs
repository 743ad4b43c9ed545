using MLNetDeep.Faults.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

/// <summary>Replaces the model file while many threads predict.</summary>
public class ReloadUnderLoadTests
{
    private const int Threads = 16;
    private const int Houses = 300;

    // Of the memory in the second half of the reloads. A model with its context takes more than 100 KB.
    private const long MaxGrowth = 8 << 20;

    // With ./test-long, 1,000.
    private static readonly int s_reloads = Effort.Factor == 1 ? 20 : 250 * Effort.Factor;

    private static readonly House[] s_houses = [.. Enumerable.Range(0, Houses).Select(PoolModel.CreateHouse)];

    [Fact]
    public async Task No_prediction_fails_and_none_is_made_by_two_models()
    {
        PoolModel[] models = [PoolModel.First, PoolModel.Second];
        Dictionary<string, float[][]> expected = models.ToDictionary(model => model.Hash, model => s_houses.Select(model.Predict).ToArray());
        using TestPool test = new(models[0].Zip);
        Dictionary<string, long> predictions = models.ToDictionary(model => model.Hash, _ => 0L);
        using CancellationTokenSource end = new();
        using CountdownEvent running = new(Threads);
        Task[] clients = [.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(
            () => Predict(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        running.Wait();
        int renamed = 0, overwritten = 0, damaged = 0;
        long bytesAtHalf = 0;
        try
        {
            for (int i = 1; i <= s_reloads; i++)
            {
                byte[] zip = models[i % 2].Zip;
                if (i % 5 == 0)
                {
                    // The pool refuses the half of the file, if it looks in time.
                    await File.WriteAllBytesAsync(test.Path, zip[..(zip.Length / 2)]);
                    damaged++;
                }

                if (i % 2 == 0)
                {
                    test.Replace(zip);
                    renamed++;
                }
                else
                {
                    await File.WriteAllBytesAsync(test.Path, zip);
                    overwritten++;
                }

                // Most changes are noticed by the pool itself.
                if (i % 4 == 0)
                {
                    await test.Pool.ReloadAsync();
                }

                await TestPool.WaitUntilAsync(() => test.Hash == models[i % 2].Hash || clients.Any(client => client.IsFaulted), $"model {i}");
                if (i == s_reloads / 2)
                {
                    bytesAtHalf = GC.GetTotalMemory(forceFullCollection: true);
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(clients);
        }

        Assert.Equal(s_reloads + 1, test.Pool.GetStatus().Version!.Number);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - bytesAtHalf;
        Assert.InRange(growth, long.MinValue, MaxGrowth);
        Assert.All(predictions.Values, count => Assert.InRange(count, s_reloads, long.MaxValue));
        test.Pool.Dispose();
        Figures.Add(
            "reloads of a prediction pool",
            $"{Threads} threads that predict one row, {Houses / 10} or {Houses}",
            $"{s_reloads:N0} reloads ({renamed:N0} renamed, {overwritten:N0} overwritten; {damaged:N0} halves of files before), "
            + $"{predictions.Values.Sum():N0} predictions: none failed, each had all scores of the model that its version names; "
            + $"the memory in use grew by {Math.Max(0, growth) / 1e6:F1} MB in the second half");

        void Predict(int thread)
        {
            Dictionary<string, long> counts = predictions.Keys.ToDictionary(hash => hash, _ => 0L);
            running.Signal();
            for (int i = thread; !end.IsCancellationRequested; i++)
            {
                if (i % 50 == 0)
                {
                    // Some by one engine, and all in one pass.
                    int rows = i % 100 == 0 ? Houses : Houses / 10;
                    IReadOnlyList<Verdict> verdicts = test.Pool.Predict(s_houses.Take(rows), out ModelVersion version);
                    Check(expected[version.Hash][..rows], verdicts.Select(verdict => verdict.Score));
                    counts[version.Hash] += verdicts.Count;
                }
                else
                {
                    Verdict verdict = test.Pool.Predict(s_houses[i % Houses], out ModelVersion version);
                    Check([expected[version.Hash][i % Houses]], [verdict.Score]);
                    counts[version.Hash]++;
                }
            }

            lock (predictions)
            {
                foreach ((string hash, long count) in counts)
                {
                    predictions[hash] += count;
                }
            }
        }
    }

    // The scores of the two models differ by far more.
    private static void Check(float[][] expected, IEnumerable<float[]> actual)
    {
        int row = 0;
        foreach (float[] scores in actual)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                if (MathF.Abs(expected[row][i] - scores[i]) > 1e-6f)
                {
                    Assert.Fail($"Row {row} has the scores {string.Join(' ', scores)}, not {string.Join(' ', expected[row])}.");
                }
            }

            row++;
        }

        Assert.Equal(expected.Length, row);
    }
}
