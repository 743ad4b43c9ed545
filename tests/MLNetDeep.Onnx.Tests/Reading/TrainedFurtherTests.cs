using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>A network that was read from an ONNX model is one as any other: it trains further, and its files hold all of it.</summary>
public class TrainedFurtherTests
{
    [Fact]
    public void A_model_of_PyTorch_trains_further_and_is_saved()
    {
        Fixture fixture = Fixture.Load("pt-convnet");
        Network network = Network.LoadOnnx(Fixture.PathOf("pt-convnet"));
        float[][] rows = [.. fixture.Inputs.Select(row => Fixture.ChannelsLast(row, fixture.Shape[1..]))];
        float[] targets = [.. rows.SelectMany(_ => new float[] { 1, -2, 0.5f })];
        TrainingData data = new(rows, new DenseTargets(targets, 3));
        double before = network.Evaluate(data).Loss;
        network.Fit(data, new FitOptions { Epochs = 1, Optimizer = new Sgd(0.001), Seed = 1 });
        Assert.True(network.Evaluate(data).Loss < before);

        using MemoryStream file = new(), onnx = new();
        network.Save(file);
        file.Position = 0;
        Network saved = Network.Load(file);
        Assert.Equal(network.Spec, saved.Spec);
        Assert.Equal(network.Predict(rows), saved.Predict(rows));

        network.SaveOnnx(onnx);
        onnx.Position = 0;
        Network again = Network.LoadOnnx(onnx);
        Assert.Equal(network.Spec.Layers.Length, again.Spec.Layers.Length);
        Exports.AssertNear([.. network.Predict(rows).SelectMany(row => row)], [.. again.Predict(rows).SelectMany(row => row)], "trained further");
    }

    [Fact]
    public void Weights_have_the_names_and_the_values_of_PyTorch()
    {
        // In the file of the network, columns after Flatten are in PyTorch's order, so that the weights are those of the graph.
        Network network = Network.LoadOnnx(Fixture.PathOf("pt-convnet"));
        using FileStream source = File.OpenRead(Fixture.PathOf("pt-convnet"));
        global::Onnx.ModelProto model = global::Onnx.ModelProto.Parser.ParseFrom(source);
        NamedTensor dense = network.GetWeights().Single(tensor => tensor.Name == "3.weight");
        float[] expected = [.. model.Graph.Initializer.Single(tensor => tensor.Name == "5.weight").RawData.ToByteArray().Chunk(4).Select(bytes => BitConverter.ToSingle(bytes))];
        Assert.Equal(expected, dense.Values);
    }
}
