using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class NetworkWeightsTests
{
    // y = W x + b: (1·1 + 2·10 + 0.5, 3·1 + 4·10 + 0.25); W is stored row by row.
    [Fact]
    public void Weights_have_one_row_per_unit()
    {
        Network network = new(new NetworkSpec([2], [new Dense(2)]));
        network.SetWeights([new("0.bias", [2], [0.5f, 0.25f]), new("0.weight", [2, 2], [1, 2, 3, 4])]);
        float[] output = new float[2];
        network.Predict(new DenseFeatures(new float[] { 1, 10 }, 2), output);
        Assert.Equal([21.5f, 43.25f], output);
    }

    [Fact]
    public void GetWeights_and_SetWeights_copy_the_values()
    {
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> given = network.GetWeights();
        network.SetWeights(given);
        float value = given[0].Values[0];
        given[0].Values[0] = 99;
        Assert.Equal(value, network.GetWeights()[0].Values[0]);
        network.GetWeights()[0].Values[0] = 99;
        Assert.Equal(value, network.GetWeights()[0].Values[0]);
    }

    [Fact]
    public void A_session_returns_initial_weights_of_any_shape_unchanged()
    {
        foreach ((int inputs, int units) in new[] { (1, 1), (3, 5), (17, 33), (64, 16), (100, 7) })
        {
            NetworkSpec spec = new([inputs], [new Dense(units, Activation.Softmax)]);
            Network network = new(spec, seed: 2);
            using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, network.GetWeights(), new FitOptions { Threads = 1 });
            Close.SameBits(network.GetWeights(), session.GetWeights());
        }
    }

    [Fact]
    public void Tensors_with_wrong_names_or_shapes_throw()
    {
        Network network = new(new NetworkSpec([2], [new Dense(3)]));
        NamedTensor weight = new("0.weight", [3, 2], new float[6]);
        NamedTensor bias = new("0.bias", [3], new float[3]);
        AssertThrows("The tensor 0.bias [3] is missing", [weight]);
        AssertThrows("The network has no tensor 1.bias", [weight, bias, new("1.bias", [3], new float[3])]);
        AssertThrows("The tensor 0.bias is given twice", [weight, bias, bias]);
        AssertThrows("The tensor 0.weight has the shape [2, 3]; the network needs [3, 2]", [new("0.weight", [2, 3], new float[6]), bias]);
        Assert.Contains(
            "0.weight has the shape [3, 2] and 5 values; expected 6",
            Assert.Throws<ArgumentException>(() => new NamedTensor("0.weight", [3, 2], new float[5])).Message,
            StringComparison.Ordinal);

        void AssertThrows(string message, NamedTensor[] tensors)
        {
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.SetWeights(tensors)).Message, StringComparison.Ordinal);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Network(network.Spec, tensors)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SetWeights_can_replace_the_weights_of_one_layer()
    {
        Network network = new(Samples.Mlp()), other = new(Samples.Mlp(), seed: 1);
        Assert.Equal(["1.weight", "1.bias"], network.GetWeights(1).Select(tensor => tensor.Name));
        network.SetWeights(1, other.GetWeights(1));
        Close.SameBits(other.GetWeights(1), network.GetWeights(1));
        Assert.False(Close.AreSame(other.GetWeights(0), network.GetWeights(0)));
        Assert.Throws<ArgumentException>(() => network.SetWeights(1, other.GetWeights(0)));
        Assert.Throws<ArgumentException>(() => network.SetWeights(1, [other.GetWeights(1)[0]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.GetWeights(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.SetWeights(-1, []));
        Network dropout = new(Samples.Mlp(dropout: 0.1));
        Assert.Empty(dropout.GetWeights(1));
        dropout.SetWeights(1, []);
    }
}
