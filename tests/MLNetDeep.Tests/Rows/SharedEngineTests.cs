using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Rows;

/// <summary>A row, or the prediction engine that reads it, belongs to one thread at a time.</summary>
public class SharedEngineTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_thread_that_reads_while_another_reads_throws()
    {
        Row row = new();
        SingleThreadUse use = new(row);
        using ManualResetEventSlim begun = new(), mayEnd = new();
        Task reader = OnOwnThread(() => Read(use, () =>
        {
            begun.Set();
            Assert.True(mayEnd.Wait(s_limit));
        }));
        Assert.True(begun.Wait(s_limit));
        Assert.Contains("PredictionEngine", Assert.Throws<InvalidOperationException>(() => Read(use)).Message, StringComparison.Ordinal);
        mayEnd.Set();
        await reader;
        row.At = 1;
        Assert.Equal(7, Read(use));
    }

    [Fact]
    public async Task A_position_may_be_read_by_one_thread_only()
    {
        Row row = new();
        SingleThreadUse use = new(row);
        await OnOwnThread(() =>
        {
            Read(use);
            Read(use);
        });
        Assert.Throws<InvalidOperationException>(() => Read(use));
        row.At = 1;
        Assert.Equal(7, Read(use));
    }

    [Fact]
    public void A_row_that_moves_while_it_is_read_throws()
    {
        Row row = new();
        SingleThreadUse use = new(row);
        Assert.Throws<InvalidOperationException>(() => Read(use, () => row.At = 1));
        Assert.Equal(7, Read(use));
    }

    [Fact]
    public void An_exception_of_the_getter_leaves_the_row_readable()
    {
        SingleThreadUse use = new(new Row());
        Assert.Throws<FormatException>(() => Read(use, () => throw new FormatException()));
        Assert.Equal(7, Read(use));
    }

    [Fact]
    public void A_shared_engine_throws_and_an_engine_for_each_thread_is_right()
    {
        MLContext ml = new(seed: 1);
        IDataView view = Flowers.View(ml);
        NetworkTransformer model = ml.MulticlassClassification.Trainers.MultilayerPerceptron().Fit(view);
        Flowers.Flower[] flowers = [.. Flowers.Rows(63)];
        using PredictionEngine<Flowers.Flower, Prediction> shared = ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(model);
        long end = Environment.TickCount64 + 30_000;
        float[][] expected = [.. flowers.Select(flower => shared.Predict(flower).Score)];

        (int thrown, int wrong) = Predict([shared, shared, shared, shared], until: () => Environment.TickCount64 > end);

        // A call that returns may have the prediction for the input of a second thread, which came between. That thread's call then throws.
        Assert.InRange(wrong, 0, thrown);
        Assert.True(thrown > 0, $"No call threw; {wrong} predictions were wrong.");
        Assert.Equal(expected[5], shared.Predict(flowers[5]).Score);

        (thrown, wrong) = Predict(
            [.. Enumerable.Range(0, 4).Select(_ => ml.Model.CreatePredictionEngine<Flowers.Flower, Prediction>(model))], until: () => true);
        Assert.Equal((0, 0), (thrown, wrong));

        // The operating system may run threads one after another, so those that share an engine go on until two have met.
        (int Thrown, int Wrong) Predict(PredictionEngine<Flowers.Flower, Prediction>[] engines, Func<bool> until)
        {
            int failures = 0, errors = 0;
            using Barrier start = new(engines.Length);
            Thread[] threads = Array.ConvertAll(engines, engine => new Thread(() =>
            {
                start.SignalAndWait();
                for (int i = 0; i < 4000 || (Volatile.Read(ref failures) == 0 && !until()); i++)
                {
                    int row = i % flowers.Length;
                    try
                    {
                        if (!engine.Predict(flowers[row]).Score.SequenceEqual(expected[row]))
                        {
                            Interlocked.Increment(ref errors);
                        }
                    }
                    catch (Exception)
                    {
                        // A row that is shared may also confuse ML.NET's own code.
                        Interlocked.Increment(ref failures);
                    }
                }
            }));
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            return (failures, errors);
        }
    }

    private static int Read(SingleThreadUse use, Action? during = null)
    {
        int value = 0;
        new SingleThreadGetter<int>(use, (ref int destination) =>
        {
            during?.Invoke();
            destination = 7;
        }).Get(ref value);
        return value;
    }

    private static Task OnOwnThread(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Row : DataViewRow
    {
        public long At { get; set; }

        public override long Position => At;

        public override long Batch => 0;

        public override DataViewSchema Schema { get; } = new DataViewSchema.Builder().ToSchema();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => throw new NotSupportedException();

        public override ValueGetter<DataViewRowId> GetIdGetter() => throw new NotSupportedException();

        public override bool IsColumnActive(DataViewSchema.Column column) => throw new NotSupportedException();
    }
}
