using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>
/// Loads weights written by PyTorch (Fixtures/make_torch_network.py) and compares the outputs with PyTorch's. Saving the network must
/// write the same bytes as the file that the script verified to be readable by PyTorch.
/// </summary>
public class TorchFileTests
{
    private static readonly NetworkSpec Spec = new(
        [3, 4],
        [
            new Flatten(), new Dense(10), new BatchNormalization(momentum: 0.9), new ActivationLayer(Activation.Gelu), new Dropout(0.2),
            new Dense(6),
            new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax),
        ]);

    [Fact]
    public void Outputs_equal_those_of_PyTorch()
    {
        JsonElement fixture = JsonDocument.Parse(Resource("torch_network.json")).RootElement;
        Network network = Network.Load(Spec, Resource("torch_network.safetensors"));
        float[] outputs = new float[5 * 3];
        network.Predict(new DenseFeatures(Numbers(fixture.GetProperty("features")).Select(value => (float)value).ToArray(), 12), outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-7);
    }

    [Fact]
    public void The_saved_file_equals_the_file_that_PyTorch_read()
    {
        using MemoryStream saved = new();
        Network.Load(Spec, Resource("torch_network.safetensors")).SaveWeights(saved);
        using MemoryStream expected = new();
        Resource("saved_network.safetensors").CopyTo(expected);
        Assert.Equal(expected.ToArray(), saved.ToArray());
    }

    [Fact]
    public void The_batch_counter_continues_from_the_value_in_the_file()
    {
        Network network = Network.Load(Spec, Resource("torch_network.safetensors"));
        network.Fit(Samples.Data(96, 12, 3), new FitOptions { Epochs = 2 });
        using MemoryStream stream = new();
        network.Save(stream);
        string text = System.Text.Encoding.Latin1.GetString(stream.ToArray());
        Assert.Contains("\"2.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}", text, StringComparison.Ordinal);

        // 20 batches were trained in PyTorch and 6 in this test. The counter is the first value after the header.
        long header = BitConverter.ToInt64(stream.ToArray(), 0);
        Assert.Equal(26, BitConverter.ToInt64(stream.ToArray(), 8 + (int)header));
    }

    [Fact]
    public void A_file_can_also_contain_the_architecture()
    {
        Network network = Network.Load(Spec, Resource("torch_network.safetensors"));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            network.Save(path);
            Network loaded = Network.Load(path);
            Assert.Equal(Spec, loaded.Spec);
            Close.SameBits(network.GetWeights(), loaded.GetWeights());
            using FileStream again = File.OpenRead(path);
            Close.SameBits(network.GetWeights(), Network.Load(Spec, again).GetWeights());
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains("no architecture", Assert.Throws<InvalidDataException>(
            () => Network.Load(Resource("torch_network.safetensors"))).Message, StringComparison.Ordinal);
        Assert.Contains("2.num_batches_tracked", Assert.Throws<InvalidDataException>(
            () => Network.Load(new NetworkSpec([3], [new Dense(1)]), WithCounter())).Message, StringComparison.Ordinal);
    }

    private static MemoryStream WithCounter()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes(
            """{"2.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"0.weight":{"dtype":"F32","shape":[1,3],"data_offsets":[8,20]},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[20,24]}}""");
        return new([.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[24]]);
    }

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchFileTests).Assembly.GetManifestResourceStream(name)!;
}
