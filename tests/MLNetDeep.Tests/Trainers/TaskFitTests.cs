using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Networks and losses that do not fit a trainer's task are refused before rows are read, and the message says what to change.</summary>
public class TaskFitTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Several_classes_need_softmax_and_its_loss()
    {
        Assert.Equal(
            $"Loss is {new MeanSquaredError()}, which does not fit {NetworkTask.Multiclass.Kind}: set Loss to new CategoricalCrossEntropy(), or leave it null.",
            Error(_ml.MulticlassClassification.Trainers.SoftmaxRegression(
                new SoftmaxRegressionOptions { LabelColumnName = "Key", Loss = new MeanSquaredError() })));
        Assert.Contains(
            $"{NetworkTask.Multiclass.Kind} needs Activation.Softmax in the last layer",
            Error(_ml.MulticlassClassification.Trainers.NeuralNetwork(
                new NetworkSpec([2], [new Dense(3)]), new NeuralNetworkOptions { LabelColumnName = "Key" })));
    }

    [Fact]
    public void Two_classes_need_a_sigmoid_and_its_loss()
    {
        Assert.Contains(
            "set Loss to new BinaryCrossEntropy()",
            Error(_ml.BinaryClassification.Trainers.LogisticRegression(
                new LogisticRegressionOptions { LabelColumnName = "Flag", Loss = new Huber() })));
        Assert.Contains(
            $"{NetworkTask.Binary.Kind} needs Activation.Sigmoid in the last layer",
            Error(_ml.BinaryClassification.Trainers.NeuralNetwork(
                new NetworkSpec([2], [new Dense(1, Activation.Tanh)]), new NeuralNetworkOptions { LabelColumnName = "Flag" })));
    }

    [Fact]
    public void Numbers_need_a_last_layer_and_a_loss_for_numbers()
    {
        Assert.Contains(
            "set Loss to new MeanSquaredError()",
            Error(_ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions { LabelColumnName = "Number", Loss = new CategoricalCrossEntropy() })));
        Assert.Contains(
            $"{NetworkTask.Regression.Kind} needs a last layer without softmax",
            Error(_ml.Regression.Trainers.NeuralNetwork(
                new NetworkSpec([2], [new Dense(1, Activation.Softmax)]), new NeuralNetworkOptions { LabelColumnName = "Number" })));
        Assert.Contains(
            "set Loss to new MeanSquaredError()",
            Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.LinearRegression(
                new LinearRegressionOptions { LabelColumnName = "Number", Loss = new BinaryCrossEntropy() }).Fit(Unreadable())).Message);

        // A sigmoid is accepted, with the loss for shares too.
        NeuralNetworkOptions options = new() { LabelColumnName = "Number", Epochs = 1, Loss = new BinaryCrossEntropy() };
        IDataView shares = _ml.Data.LoadFromEnumerable([new Row { Number = 0.25f }, new Row { Number = 0.75f }]);
        Assert.Single(_ml.Regression.Trainers.NeuralNetwork(new NetworkSpec([2], [new Dense(1, Activation.Sigmoid)]), options).Fit(shares).History!.Epochs);
    }

    private string Error(NetworkTrainer trainer) => Assert.Throws<InvalidOperationException>(() => trainer.Fit(Unreadable())).Message;

    private IDataView Unreadable()
    {
        return _ml.Data.LoadFromEnumerable(Rows());

        static IEnumerable<Row> Rows()
        {
            yield return new Row();
            throw new NotSupportedException("A row was read.");
        }
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];

        [KeyType(3)]
        public uint Key { get; set; }

        public bool Flag { get; set; }

        public float Number { get; set; }
    }
}
