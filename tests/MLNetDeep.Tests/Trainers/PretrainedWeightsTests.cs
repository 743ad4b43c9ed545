using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>A trainer starts from weights in a file, matched by name.</summary>
public sealed class PretrainedWeightsTests : IDisposable
{
    private static readonly NetworkSpec s_spec = new(
        [4], [new Dense(6, Activation.Tanh) { Trainable = false }, new BatchNormalization { Trainable = false }, new Dense(1)]);

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _messages = [];

    public PretrainedWeightsTests() =>
        _ml.Log += (_, e) => _messages.AddRange(e.RawMessage.Contains("PretrainedWeights", StringComparison.Ordinal) ? [$"{e.Kind}: {e.RawMessage}"] : []);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frozen_layers_keep_the_weights_of_the_file_bit_for_bit()
    {
        Network source = new(new NetworkSpec([4], [new Dense(6), new BatchNormalization(), new Dense(3), new Dense(2)]), seed: 5);
        source.Save(_folder.File("source.safetensors"));
        NeuralNetworkOptions options = new() { PretrainedWeights = PretrainedWeights.FromFile(_folder.File("source.safetensors")), Epochs = 2, Seed = 1 };
        Network trained = Fit(options).Model;
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(source.GetWeights()[i].Values, trained.GetWeights()[i].Values);
        }

        Assert.NotEqual(new Network(s_spec, seed: 1).GetWeights()[6].Values, trained.GetWeights()[6].Values);
        Assert.Equal(
            [
                "Warning: The training starts from a part of PretrainedWeights: taken: 0.weight, 0.bias, 1.weight, 1.bias, 1.running_mean, 1.running_var; "
                + "without a tensor: none; of another shape: 2.weight, 2.bias; tensors without a parameter: 3.bias, 3.weight.",
            ],
            _messages);
    }

    [Fact]
    public void All_weights_are_taken_if_they_fit()
    {
        Network source = new(s_spec, seed: 5);
        Network trained = Fit(new() { PretrainedWeights = PretrainedWeights.FromTensors(source.GetWeights(), requireAll: true), Iterations = 0 }).Model;
        Assert.Equal(source.GetWeights().Select(tensor => tensor.Values), trained.GetWeights().Select(tensor => tensor.Values));
        Assert.Equal(["Info: The training starts from all of PretrainedWeights."], _messages);
    }

    [Fact]
    public void Weights_that_do_not_fit_and_contradictory_options_are_refused()
    {
        Network source = new(s_spec, seed: 5);
        PretrainedWeights weights = PretrainedWeights.FromTensors(source.GetWeights());
        Refused(
            "PretrainedWeights is set with InitialModel, InitialNetwork or ResumeFrom; accepted: one of them.",
            new() { PretrainedWeights = weights, InitialNetwork = source });
        Refused(
            "PretrainedWeights does not fit the network. The list has no tensor for any parameter of the network: it has x, the network has 0.weight, 0.bias, "
            + "1.weight, 1.bias, 1.running_mean and 3 more. Give a function 'rename' if the names differ.",
            new() { PretrainedWeights = PretrainedWeights.FromTensors([new NamedTensor("x", [1], [1])]) });

        void Refused(string message, NeuralNetworkOptions options) =>
            Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(() => Fit(options)).Message, StringComparison.Ordinal);
    }

    private NetworkTransformer Fit(NeuralNetworkOptions options) => _ml.Regression.Trainers.NeuralNetwork(s_spec, options).Fit(
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Features = [i % 3, i % 5, i, -i], Label = i % 7 })));

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
