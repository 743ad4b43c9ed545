using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;
using MLNetDeep.Trainers;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

/// <summary>MLNetDeep and ML.NET's own trainers on TorchSharp work in one process.</summary>
public class MLNetTrainersTests
{
    // TextClassification downloads its weights when it fits, so it is only made here.
    [Fact]
    public void A_training_gives_the_same_weights_before_and_after_ML_NETs_trainer_of_texts_is_made()
    {
        MLContext ml = new(seed: 1);
        float[] before = Train(ml);

        TextClassificationTrainer texts = ml.MulticlassClassification.Trainers.TextClassification(labelColumnName: "Label", sentence1ColumnName: "Text");
        Assert.IsAssignableFrom<IEstimator<ITransformer>>(texts);

        // Fitting it begins with these calls: ours must not depend on libtorch's own generator of random numbers.
        torch.random.manual_seed(7);
        Assert.Equal(TorchLibrary.CountCudaDevices() > 0, torch.cuda.is_available());
        Assert.Equal(before, Train(ml));
    }

    private static float[] Train(MLContext ml)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Features = [i % 7, i % 5], Label = i % 3 }));
        NetworkTransformer model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [4], DropoutRate = 0.2, Epochs = 3, Threads = 1, Seed = 1, Backend = TorchBackend.Cpu(),
        }).Fit(rows);
        return [.. model.Model.GetWeights().SelectMany(tensor => tensor.Values)];
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
