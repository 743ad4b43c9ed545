using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Core;

public class ModuleLayerTests
{
    private static ModuleLayer Linear(string name, int inputs, int outputs) => new(
        name,
        [inputs],
        [outputs],
        [new ModuleTensor("fc.weight", [outputs, inputs], isTrainable: true), new ModuleTensor("fc.bias", [outputs], isTrainable: true)],
        ["bn.num_batches_tracked"]);

    [Fact]
    public void Names_are_those_of_the_module_if_no_other_layer_has_parameters()
    {
        NetworkSpec alone = new([4], [Linear("a", 4, 3), new ActivationLayer(Activation.Softmax)]);
        Assert.Equal(["fc.weight", "fc.bias"], alone.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["fc.weight", "fc.bias"], alone.Parameters.Select(parameter => parameter.LocalName));
        NetworkSpec flattened = new([2, 2], [new Flatten(), Linear("a", 4, 3)]);
        Assert.Equal(["fc.weight", "fc.bias"], flattened.Parameters.Select(parameter => parameter.Name));
        NetworkSpec mixed = new([4], [Linear("a", 4, 3), new Dense(2)]);
        Assert.Equal(["0.fc.weight", "0.fc.bias", "1.weight", "1.bias"], mixed.Parameters.Select(parameter => parameter.Name));
        NetworkSpec two = new([4], [Linear("a", 4, 3), Linear("b", 3, 2)]);
        Assert.Equal(["0.fc.weight", "0.fc.bias", "1.fc.weight", "1.fc.bias"], two.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Json_keeps_the_layer_and_the_summary_counts_its_parameters()
    {
        ModuleTensor mean = new("bn.running_mean", [3], isTrainable: false);
        NetworkSpec spec = new([1, 2, 2], [new ModuleLayer("net", [1, 2, 2], [3], [new ModuleTensor("w", [3, 4], isTrainable: true), mean], ["c"])]);
        NetworkSpec read = NetworkSpec.FromJson(spec.ToJson());
        Assert.Equal(spec, read);
        Assert.Equal(["c"], Assert.IsType<ModuleLayer>(read.Layers[0]).BatchCounters);
        Assert.Equal(15, read.ParameterCount);
        Assert.Equal(12, read.TrainableParameterCount);
        Assert.Contains("module (Module)              (None, 3)                 15", spec.Summary(), StringComparison.Ordinal);
        Assert.Equal(
            "ModuleLayer { Name = net, InputRowShape = [1, 2, 2], OutputRowShape = [3], Tensors = 2 }",
            $"{spec.Layers[0]}");
    }

    [Fact]
    public void Bad_descriptions_are_refused()
    {
        ModuleTensor tensor = new("w", [2], isTrainable: true);
        Assert.Throws<ArgumentException>("Name", () => new ModuleLayer("", [2], [2], []));
        Assert.Throws<ArgumentOutOfRangeException>("InputRowShape", () => new ModuleLayer("a", [0], [2], []));
        Assert.Throws<ArgumentException>("OutputRowShape", () => new ModuleLayer("a", [2], [], []));
        Assert.Contains(
            "two tensors with the name w", Assert.Throws<ArgumentException>("tensors", () => new ModuleLayer("a", [2], [2], [tensor, tensor])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("tensors", () => new ModuleLayer("a", [2], [2], [tensor], ["w"]));
        Assert.Throws<ArgumentException>("batchCounters", () => new ModuleLayer("a", [2], [2], [tensor], [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("w", () => new ModuleTensor("w", [2, 0], isTrainable: true));
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => new NetworkSpec([5], [Linear("a", 4, 3)]));
        Assert.StartsWith("Layer 0: The module 'a' takes rows of the shape [4], got [5].", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_code_the_message_names_what_to_register()
    {
        NetworkSpec spec = new([4], [Linear("nobody's", 4, 3), new ActivationLayer(Activation.Softmax)]);
        Network network = new(spec, [new NamedTensor("fc.weight", [3, 4], new float[12]), new NamedTensor("fc.bias", [3], new float[3])]);
        Action[] calls =
        [
            () => _ = new Network(spec),
            () => network.Fit(Samples.Data(8, 4, 3)),
            () => network.Predict(new float[4]),
            () => network.Evaluate(Samples.Data(8, 4, 3)),
            () => network.CreatePredictor(),
        ];
        Assert.All(calls, call =>
        {
            string message = Assert.Throws<NotSupportedException>(call).Message;
            Assert.StartsWith("The backend 'cpu' does not support layer 0, ModuleLayer { Name = nobody's,", message, StringComparison.Ordinal);
            Assert.Contains("Backends that support it: none. The program must have the code", message, StringComparison.Ordinal);
            Assert.Contains("package MLNetDeep.TorchSharp and call TorchModules.Register(\"nobody's\", factory)", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_registered_backend_gives_the_weights_and_scores()
    {
        ComputeBackends.Register(new ModuleBackend("scores"));
        Network network = new(new NetworkSpec([2], [Linear("scores", 2, 2)]), seed: 3);
        Assert.Equal([3, 4, 5, 6], network.GetWeights()[0].Values);
        Assert.Equal([3, 4], network.GetWeights()[1].Values);

        // [3 + 4·10 + 3, 5 + 6·10 + 4]
        Assert.Equal([46, 69], network.Predict([1, 10]));
        using Predictor predictor = network.CreatePredictor();
        float[] outputs = new float[2];
        predictor.Predict([1, 10], outputs);
        Assert.Equal([46, 69], outputs);

        // The backend has no dense layers, so no backend supports both.
        Assert.Throws<NotSupportedException>(() => new Network(new NetworkSpec([2], [Linear("scores", 2, 2), new Dense(1)])).Predict([1, 10]));
        Assert.Equal([4, 5, 6, 7], new Network(new NetworkSpec([2], [new Dense(2), Linear("scores", 2, 2)]), seed: 3).GetWeights()[2].Values);
    }

    [Fact]
    public void Training_counts_batches_under_the_names_of_the_module()
    {
        ModuleBackend backend = new("counts");
        ComputeBackends.Register(backend);
        Network network = new(new NetworkSpec([4], [Linear("counts", 4, 3), new ActivationLayer(Activation.Softmax)]));
        network.Fit(Samples.Separable(40, 4, 3), new FitOptions { Backend = backend, BatchSize = 8, Epochs = 2 });
        using MemoryStream file = new();
        network.Save(file);
        string header = System.Text.Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("\"fc.weight\":", header, StringComparison.Ordinal);
        Assert.Contains("\"bn.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[]", header, StringComparison.Ordinal);
        file.Position = 0;
        Network read = Network.Load(file);
        Assert.Equal([10], read.CurrentBatchesTracked);
        Close.SameBits(network.GetWeights(), read.GetWeights());
    }
}
