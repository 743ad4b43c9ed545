using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>Files that torch.save wrote, and a safetensors file of all types of floats (Fixtures/make_torch_files.py).</summary>
public sealed class TorchSaveTests : IDisposable
{
    private static readonly JsonElement s_expected = JsonDocument.Parse(Resource("torch_files.json")).RootElement;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_convolutional_network_scores_as_in_PyTorch()
    {
        NetworkSpec spec = new(
            [5, 5, 2], [new Conv2D(4, 3), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Flatten(), new Dense(3, Activation.Softmax)]);
        Network network = new(spec, PretrainedWeights.FromFile(Write("torch_save_pictures.pt"), requireAll: true));
        float[] outputs = new float[4 * 3];
        network.Predict(new DenseFeatures(Floats("pictures", "features"), 50), outputs);
        Close.All(Numbers("pictures", "outputs"), outputs, 1e-6, 1e-6);

        // The counter of batches: 3 in PyTorch, so the file that we write for PyTorch has it too.
        using MemoryStream saved = new();
        network.SaveWeights(saved);
        Assert.Equal(3, Neural.Serialization.SafetensorsReader.ReadAll(new MemoryStream(saved.ToArray())).Counters["1.num_batches_tracked"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("model_state_dict")]
    public void A_checkpoint_with_a_recurrent_network_scores_as_in_PyTorch(string? key)
    {
        NetworkSpec spec = new([5], [new Embedding(7, 3), new LSTM(4), new Dense(2, Activation.Softmax)]);
        Network network = new(spec, PretrainedWeights.FromPyTorch(Write("torch_save_words.pt"), key, requireAll: true));
        float[] outputs = new float[4 * 2];
        int[] indices = [.. Numbers("words", "features").Select(index => (int)index)];
        network.Predict(new IndexFeatures(indices, columnCount: 5, indexCount: 7), outputs);
        Close.All(Numbers("words", "outputs"), outputs, 1e-6, 1e-6);
    }

    [Theory]
    [InlineData("torch_save_types.pt")]
    [InlineData("types.safetensors")]
    public void Tensors_of_all_types_and_views_have_the_values_of_PyTorch(string file)
    {
        Dictionary<string, NamedTensor> tensors = Neural.Serialization.WeightsFile.Read(Write(file)).Tensors.ToDictionary(tensor => tensor.Name);
        JsonElement types = s_expected.GetProperty("types");
        Assert.Equal(types.EnumerateObject().Select(type => type.Name).Order(), tensors.Keys.Order());
        foreach (JsonProperty type in types.EnumerateObject())
        {
            NamedTensor tensor = tensors[type.Name];
            Assert.Equal(type.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()), tensor.Shape);
            double[] expected = [.. type.Value.GetProperty("values").EnumerateArray().Select(value => double.Parse(value.GetString()!, CultureInfo.InvariantCulture))];
            Assert.Equal(expected, tensor.Values.Select(value => (double)value));
            Assert.Equal(expected.Select(double.IsNegative), tensor.Values.Select(float.IsNegative));
        }
    }

    // Fixtures/make_torch_buffers.py: a layer with the weights 1, -2 and 0.5 beside a scale, positions, a mask and a version.
    [Theory]
    [InlineData("torch_save_buffers.pt", "FloatTensor []", "LongTensor [8]")]
    [InlineData("buffers.safetensors", "F32 []", "I64 [8]")]
    public void Tensors_that_are_no_parameters_do_not_prevent_reading(string file, string scale, string positions)
    {
        NetworkSpec spec = new([2], [new Dense(1)]);
        PretrainedWeights weights = PretrainedWeights.FromFile(Write(file));
        PretrainedMatch match = weights.Match(spec);
        Assert.Equal(["0.weight", "0.bias"], match.Taken);
        Assert.Equal(["logit_scale", "mask", "position_ids", "version"], match.Unused);
        Assert.Equal([4.5f], new Network(spec, weights).Predict(new float[][] { [10, 3] })[0]);
        Assert.Contains("tensors without a parameter: logit_scale, mask, position_ids, version", Refused(spec, name => name, requireAll: true), StringComparison.Ordinal);
        Assert.Equal(
            $"'{_path}' has the tensor 0.bias as {scale}, which no parameter can take; accepted: floats of 16, 32 and 64 bits with one dimension or more.",
            Refused(spec, name => name switch { "0.bias" => "1.bias", "logit_scale" => "0.bias", _ => name }));
        Assert.Contains(
            $"has the tensor 0.weight as {positions}, ",
            Refused(spec, name => name switch { "0.weight" => "1.weight", "position_ids" => "0.weight", _ => name }), StringComparison.Ordinal);
        Assert.Contains("has two tensors with the name x after they are renamed", Refused(spec, name => name[0] == '0' ? name : "x"), StringComparison.Ordinal);

        string Refused(NetworkSpec spec, Func<string, string> rename, bool requireAll = false) =>
            Assert.Throws<ArgumentException>(() => new Network(spec, PretrainedWeights.FromFile(_path, requireAll, rename))).Message;
    }

    // The values of the others lie between those of the weights, and a file of ours may not have any.
    [Fact]
    public void A_network_file_with_other_tensors_is_refused()
    {
        using MemoryStream file = new();
        Resource("buffers.safetensors").CopyTo(file);
        Assert.Contains("The tensor logit_scale has an invalid shape", Assert.Throws<InvalidDataException>(
            () => Network.Load(new NetworkSpec([2], [new Dense(1)]), new MemoryStream(file.ToArray()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_several_dictionaries_is_named()
    {
        string path = Write("torch_save_two.pt");
        PretrainedWeights weights = PretrainedWeights.FromPyTorch(path, "ema", rename: name => "0." + name);
        Assert.Equal(Numbers("ema").Select(value => (float)value), new Network(new NetworkSpec([2], [new Dense(1)]), weights).GetWeights()[0].Values);
        Assert.Contains("several dictionaries of tensors: model, ema. Name one: PretrainedWeights.FromPyTorch(path, \"model\")", Refused(path), StringComparison.Ordinal);
        Assert.Contains("no item 'x'. It has 'model' (a dictionary), 'ema' (a dictionary).", Refused(path, "x"), StringComparison.Ordinal);
        string words = Write("torch_save_words.pt");
        Assert.Contains("The item 'epoch' of the file is a number, but a dictionary of tensors is needed", Refused(words, "epoch"), StringComparison.Ordinal);
        Assert.Contains("The item state is a dictionary, but a tensor is needed", Refused(words, "optimizer_state_dict"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch_save_module.pt", "refers to 'torch.nn.modules.linear.Linear', which is not needed for tensors. Save the tensors alone: torch.save(model.state_dict(), path)")]
    [InlineData("torch_save_legacy.pt", "PyTorch wrote such files before version 1.6. Load it in Python and save it again")]
    [InlineData("torch_save_script.pt", "This is a model of TorchScript, with code. Save its tensors alone")]
    public void Other_files_are_refused_with_advice(string file, string message)
    {
        Assert.Contains(message, Refused(Write(file)), StringComparison.Ordinal);
        Assert.StartsWith($"'{_path}' cannot be loaded. ", Refused(_path, key: "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_a_zip_is_refused_by_FromPyTorch() =>
        Assert.Contains("It is not a zip file, which torch.save writes.", Assert.Throws<InvalidDataException>(
            () => PretrainedWeights.FromPyTorch(Write("types.safetensors"))).Message, StringComparison.Ordinal);

    // The names of the folder and the compression do not matter; PyTorch 2 adds the byte order, which a big-endian machine writes as big.
    [Theory]
    [InlineData(CompressionLevel.NoCompression, "other name/", "little", null)]
    [InlineData(CompressionLevel.Optimal, "", "little", null)]
    [InlineData(CompressionLevel.Optimal, "a/", "big", "The file has the byte order 'big'; accepted: 'little'.")]
    [InlineData(CompressionLevel.Optimal, "a/b/", "little", "has 0 entries data.pkl")]
    public void Entries_may_be_in_any_folder(CompressionLevel compression, string folder, string byteOrder, string? message)
    {
        using (ZipArchive source = new(Resource("torch_save_types.pt")))
        using (ZipArchive target = new(File.Create(_path), ZipArchiveMode.Create))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open(), to = target.CreateEntry(folder + entry.FullName[(entry.FullName.IndexOf('/') + 1)..], compression).Open();
                from.CopyTo(to);
            }

            using StreamWriter order = new(target.CreateEntry(folder + "byteorder", compression).Open());
            order.Write(byteOrder);
        }

        if (message is null)
        {
            Assert.Equal(10, Neural.Serialization.WeightsFile.Read(_path).Tensors.Count);
        }
        else
        {
            Assert.Contains(message, Refused(_path), StringComparison.Ordinal);
        }
    }

    private static string Refused(string path, string? key = null) =>
        Assert.Throws<InvalidDataException>(() => PretrainedWeights.FromPyTorch(path, key)).Message;

    private static float[] Floats(params string[] path) => [.. Numbers(path).Select(value => (float)value)];

    private static double[] Numbers(params string[] path)
    {
        JsonElement element = path.Aggregate(s_expected, (parent, name) => parent.GetProperty(name));
        return [.. element.EnumerateArray().Select(number => number.GetDouble())];
    }

    private static Stream Resource(string name) => typeof(TorchSaveTests).Assembly.GetManifestResourceStream(name)!;

    private string Write(string name)
    {
        using FileStream file = File.Create(_path);
        using Stream fixture = Resource(name);
        fixture.CopyTo(file);
        return _path;
    }
}
