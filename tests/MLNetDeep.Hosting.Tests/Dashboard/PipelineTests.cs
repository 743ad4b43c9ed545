using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Hosting.Tests.Dashboard;

public sealed class PipelineTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task The_folds_of_a_pipeline_are_runs_and_the_file_continues_in_a_trainer()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { SavePath = _path });
        MLContext ml = new(seed: 1);
        Random random = new(1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(i =>
            new Row { Features = [random.NextSingle() + (i % 3), random.NextSingle()], Label = i % 3 }));
        MultilayerPerceptronOptions options = new()
        {
            Epochs = 4, Seed = 1, ValidationSplit = 0.25, Threads = 1, Callbacks = [dashboard.Callback],
        };
        IEstimator<ITransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options));
        NetworkTransformer[] models = [.. ml.MulticlassClassification.CrossValidate(rows, pipeline, numberOfFolds: 3)
            .OrderBy(fold => fold.Fold).Select(fold => NetworkTransformer.Find(fold.Model)!)];

        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        await client.WaitForAsync(seen => seen.State == "ended", run: 3);
        Assert.Equal(
            models.Select(model => (double?)model.History!.Epochs[^1].Validation!.Value.Loss).Order(),
            client.Runs.Values.Select(run => run.Value(3, TrainingMetric.ValidationLoss)).Order());

        // No iterations: the trainer gives a model of the saved network.
        NetworkTrainer trainer = ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            options with { InitialNetwork = Network.Load(_path), Iterations = 0, StandardizeFeatures = false, Callbacks = [] });
        ITransformer saved = ml.Transforms.Conversion.MapValueToKey("Label").Append(trainer).Fit(rows);
        Assert.Equal(
            Network.Load(_path).GetWeights().Select(tensor => tensor.Values.ToArray()),
            NetworkTransformer.Find(saved)!.Model.GetWeights().Select(tensor => tensor.Values.ToArray()));
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public int Label { get; set; }
    }
}
