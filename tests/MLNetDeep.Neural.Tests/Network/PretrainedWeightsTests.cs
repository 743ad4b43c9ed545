using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests;

/// <summary>A network starts from weights of another one, matched by name.</summary>
public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    // Names and shapes of the first four layers are those of Fixtures/make_torch_merging.py: flat_pictures.
    private static readonly NetworkSpec s_fineTuned = new(
        [5, 6, 2],
        [
            new Conv2D(4, 3) { Trainable = false },
            new ActivationLayer(Activation.Tanh),
            new Flatten(),
            new BatchNormalization { Trainable = false },
            new Dense(5, Activation.Tanh),
            new Dropout(0.1),
            new Dense(2, Activation.Softmax),
        ]);

    public PretrainedWeightsTests()
    {
        using FileStream file = File.Create(_path);
        using Stream fixture = typeof(PretrainedWeightsTests).Assembly.GetManifestResourceStream("torch_flat_pictures.safetensors")!;
        fixture.CopyTo(file);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_PyTorch_model_is_fine_tuned_with_its_first_layers_frozen()
    {
        PretrainedWeights weights = PretrainedWeights.FromFile(_path);
        PretrainedMatch match = weights.Match(s_fineTuned);
        Assert.Equal(
            ["0.weight", "0.bias", "3.weight", "3.bias", "3.running_mean", "3.running_var", "4.weight", "4.bias"], match.Taken);
        Assert.Equal(["6.weight", "6.bias"], match.OtherShapes);
        Assert.Empty(match.Missing);
        Assert.Empty(match.Unused);

        Network network = new(s_fineTuned, weights, seed: 3);
        NamedTensor[] before = [.. network.GetWeights()];
        Dictionary<string, NamedTensor> torch = FileTensors().ToDictionary(tensor => tensor.Name);
        Assert.All(before.Take(8), tensor => Assert.Equal(torch[tensor.Name].Values, tensor.Values));
        Assert.Equal(new Network(s_fineTuned, seed: 3).GetWeights(6)[0].Values, before[8].Values);
        network.Fit(Samples.Separable(60, 60, 2), new FitOptions { Epochs = 2, BatchSize = 10 });
        NamedTensor[] after = [.. network.GetWeights()];
        for (int i = 0; i < after.Length; i++)
        {
            bool isFrozen = after[i].Name.StartsWith('0') || after[i].Name.StartsWith('3');
            Assert.Equal(isFrozen, before[i].Values.AsSpan().SequenceEqual(after[i].Values));
        }
    }

    [Fact]
    public void A_file_is_read_with_its_counters_and_other_names()
    {
        NetworkSpec spec = new([48], [new BatchNormalization(), new Dense(5)]);
        PretrainedWeights weights = PretrainedWeights.FromFile(_path, rename: name => name[0] switch
        {
            '3' => "0" + name[1..],
            '4' => "1" + name[1..],
            _ => "torch." + name,
        });
        PretrainedMatch match = weights.Match(spec);
        Assert.Equal(spec.Parameters.Select(parameter => parameter.Name), match.Taken);
        Assert.Equal(["torch.0.bias", "torch.0.weight", "torch.6.bias", "torch.6.weight"], match.Unused);
        Network network = new(spec, weights);
        Assert.Equal(FileTensors().Single(tensor => tensor.Name == "4.weight").Values, network.GetWeights(1)[0].Values);

        // The script trains for 20 batches.
        Assert.Equal([20], network.CurrentBatchesTracked);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_name()
    {
        NetworkSpec spec = new([2], [new Dense(3) { Trainable = false }, new Dense(1)]);
        NamedTensor[] first = [new("0.weight", [3, 2], new float[6]), new("0.bias", [3], new float[3])];
        Assert.Equal(
            "The list has no tensor for any parameter of the network: it has a, the network has 0.weight, 0.bias, 1.weight, 1.bias. Give a function "
            + "'rename' if the names differ.",
            Refused(PretrainedWeights.FromTensors([new NamedTensor("a", [1], [1])])));
        Assert.Equal(
            "The list has no tensor 0.bias of the shape [3], but the layer is frozen: its random weights would never be trained.",
            Refused(PretrainedWeights.FromTensors([first[0], new("0.bias", [2], new float[2])])));
        Assert.Equal(
            "The list does not fit the network, and all its tensors must: taken: 0.weight, 0.bias; without a tensor: 1.weight; of another shape: 1.bias; "
            + "tensors without a parameter: b.",
            Refused(PretrainedWeights.FromTensors(
                [.. first, new("1.bias", [2], new float[2]), new("b", [1], [1])], requireAll: true)));
        Assert.Throws<ArgumentException>(() => PretrainedWeights.FromTensors([first[0], first[0]]));
        Assert.Throws<ArgumentException>(() => PretrainedWeights.FromTensors(first, rename: _ => "same"));
        Assert.Throws<ArgumentException>(() => PretrainedWeights.FromTensors(first, rename: _ => null!));

        string Refused(PretrainedWeights weights) => Assert.Throws<ArgumentException>(() => new Network(spec, weights)).Message;
    }

    private IReadOnlyList<NamedTensor> FileTensors()
    {
        using FileStream file = File.OpenRead(_path);
        return SafetensorsReader.Read(file);
    }
}
