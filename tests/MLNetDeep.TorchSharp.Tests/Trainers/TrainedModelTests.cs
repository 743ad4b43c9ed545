using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>A model that the torch backend trained is an ordinary model: its zip is scored by any backend.</summary>
public class TrainedModelTests
{
    [Fact]
    public void A_zip_is_scored_by_both_backends()
    {
        MLContext ml = new(1);
        IDataView flowers = Flowers.View(ml);
        ITransformer model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [16], Epochs = 60, Seed = 1, Backend = TorchBackend.Cpu(1), Optimizer = new Adam(0.02),
        }).Fit(flowers);
        using MemoryStream zip = new();
        ml.Model.Save(model, flowers.Schema, zip);
        ITransformer loaded = new MLContext(2).Model.Load(zip, out _);
        NetworkTransformer cpu = NetworkTransformer.Find(loaded)!;
        (float[][] cpuScores, uint[] cpuLabels) = Score(cpu);
        (float[][] scores, uint[] labels) = Score(cpu.WithBackend(TorchBackend.Cpu(1)));
        Assert.Equal(cpuLabels, labels);
        Assert.All(cpuScores.Zip(scores), rows => Assert.All(rows.First.Zip(rows.Second), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
        Assert.True(ml.MulticlassClassification.Evaluate(cpu.Transform(flowers)).MicroAccuracy > 0.95);

        (float[][] Scores, uint[] Labels) Score(ITransformer transformer)
        {
            IDataView scored = transformer.Transform(flowers);
            return ([.. scored.GetColumn<float[]>("Score")], [.. scored.GetColumn<uint>("PredictedLabel")]);
        }
    }
}
