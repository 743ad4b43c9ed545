using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public class MetricsTests
{
    [Fact]
    public async Task Predictions_loads_and_engines_are_counted_by_model()
    {
        using TestPool test = new(PoolModel.First.Zip, options => options.WatchForChanges = false);
        List<string> seen = [];
        List<double> durations = [];
        using MeterListener listener = Listen(test, seen, durations);
        test.Pool.Predict(new House());
        test.Pool.Predict([new House(), new House(), new House()]);
        Assert.Throws<ArgumentNullException>("example", () => test.Pool.Predict((House)null!));
        await File.WriteAllBytesAsync(test.Path, [1, 2, 3]);
        await Assert.ThrowsAsync<InvalidDataException>(() => test.Pool.ReloadAsync());
        await File.WriteAllBytesAsync(test.Path, PoolModel.Second.Zip);
        await test.Pool.ReloadAsync();
        PooledEngine<House, Verdict> first = test.Pool.Rent();
        using (PooledEngine<House, Verdict> second = test.Pool.Rent())
        {
            listener.RecordObservableInstruments();
        }

        first.Dispose();
        listener.RecordObservableInstruments();
        const string Model = "mlnetdeep.model.name=default";
        Assert.Equal(
            [
                $"mlnetdeep.pool.model.loads 1 {Model}",
                $"mlnetdeep.pool.predictions 1 {Model}",
                $"mlnetdeep.pool.predictions 3 {Model}",
                $"mlnetdeep.pool.model.loads 1 {Model} error.type=System.IO.InvalidDataException",
                $"mlnetdeep.pool.model.loads 1 {Model}",
                $"mlnetdeep.pool.engines 0 {Model} mlnetdeep.engine.state=idle",
                $"mlnetdeep.pool.engines 2 {Model} mlnetdeep.engine.state=used",
                $"mlnetdeep.pool.engines 2 {Model} mlnetdeep.engine.state=idle",
                $"mlnetdeep.pool.engines 0 {Model} mlnetdeep.engine.state=used",
            ],
            seen);
        Assert.Equal(2, durations.Count);
        Assert.All(durations, seconds => Assert.InRange(seconds, double.Epsilon, 60));
    }

    [Fact]
    public void A_prediction_that_fails_is_counted_with_its_error()
    {
        using TestPool test = new(PoolModel.First.Zip, options => options.Prepare = (ml, model) => new TransformerChain<ITransformer>(
            ml.Transforms.CustomMapping<House, Sized>(Check, contractName: null).Fit(ml.Data.LoadFromEnumerable<House>([])), model));
        List<string> seen = [];
        using MeterListener listener = Listen(test, seen, []);
        test.AssertPredicts(PoolModel.First);
        seen.Clear();
        ArithmeticException error = Assert.Throws<ArithmeticException>(() => test.Pool.Predict(new House { Size = float.NaN }));
        Assert.Equal("Size is NaN.", error.Message);
        Assert.Throws<ArithmeticException>(() => test.Pool.Predict([new House(), new House { Size = float.NaN }]));
        Exception passError = Assert.ThrowsAny<Exception>(
            () => test.Pool.Predict([.. Enumerable.Range(0, 299).Select(PoolModel.CreateHouse), new House { Size = float.NaN }]));
        Assert.Equal(
            [
                "mlnetdeep.pool.predictions 1 mlnetdeep.model.name=default error.type=System.ArithmeticException",
                "mlnetdeep.pool.predictions 2 mlnetdeep.model.name=default error.type=System.ArithmeticException",
                $"mlnetdeep.pool.predictions 300 mlnetdeep.model.name=default error.type={passError.GetType()}",
            ],
            seen);

        // The engine that failed serves the next row.
        test.AssertPredicts(PoolModel.First);

        static void Check(House house, Sized output) =>
            output.Size = float.IsNaN(house.Size) ? throw new ArithmeticException("Size is NaN.") : house.Size;
    }

    private static MeterListener Listen(TestPool test, List<string> seen, List<double> durations)
    {
        // Other pools have meters of the same name.
        IMeterFactory factory = test.Services.GetRequiredService<IMeterFactory>();
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "MLNetDeep.Hosting" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => durations.Add(value));
        listener.Start();
        return listener;
    }

    private sealed class Sized
    {
        public float Size { get; set; }
    }
}
