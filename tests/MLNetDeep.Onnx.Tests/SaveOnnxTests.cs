using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Onnx.Tests;

/// <summary>What SaveOnnx writes, and what it refuses.</summary>
public class SaveOnnxTests
{
    private static readonly NetworkSpec s_upSampling = new([4, 4, 2], [new Conv2D(2, 1), new Residual([new UpSampling2D(1)])]);

    [Fact]
    public void A_file_has_the_bytes_of_the_stream()
    {
        Network network = new(new NetworkSpec([4], [new Dense(3)]), seed: 1);
        using TemporaryFolder folder = new();
        network.SaveOnnx(folder.File("network.onnx"));
        Assert.Equal(Exports.Bytes(network), File.ReadAllBytes(folder.File("network.onnx")));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void A_version_that_a_layer_lacks_is_refused_before_anything_is_written()
    {
        Network network = new(s_upSampling, seed: 1);
        using TemporaryFolder folder = new();
        string path = folder.Write("network.onnx", [1, 2, 3]);
        using MemoryStream stream = new();
        OnnxOptions options = new() { Opset = 10 };
        string message = Assert.Throws<NotSupportedException>(() => network.SaveOnnx(path, options)).Message;
        Assert.Equal(message, Assert.Throws<NotSupportedException>(() => network.SaveOnnx(stream, options)).Message);
        Assert.StartsWith("Layer 1.layers.0, UpSampling2D", message, StringComparison.Ordinal);
        Assert.EndsWith("needs version 11 of ONNX's operators or a later one, but Opset is 10.", message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(0, stream.Length);
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void An_activation_may_need_a_later_version_than_its_layer()
    {
        Network network = new(new NetworkSpec([4], [new Dense(3), new Dense(2, Activation.Gelu)]), seed: 1);
        string message = Assert.Throws<NotSupportedException>(() => Exports.Bytes(network, new OnnxOptions { Opset = 8 })).Message;
        Assert.StartsWith("Layer 1, Dense", message, StringComparison.Ordinal);
        Assert.Contains("needs version 9", message, StringComparison.Ordinal);
        Assert.NotEmpty(Exports.Bytes(network, new OnnxOptions { Opset = 9 }));
    }

    [Fact]
    public void A_module_is_refused_by_name()
    {
        NetworkSpec spec = new([4], [new Dense(4), new ModuleLayer("mine", [4], [3], [new ModuleTensor("weight", [3, 4], isTrainable: true)])]);
        Network network = new(spec, spec.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Shape, new float[parameter.Size])));
        string message = Assert.Throws<NotSupportedException>(() => Exports.Bytes(network)).Message;
        Assert.StartsWith("Layer 1, ModuleLayer", message, StringComparison.Ordinal);
        Assert.Contains("mine", message, StringComparison.Ordinal);
        Assert.EndsWith("cannot be written with ONNX's operators.", message, StringComparison.Ordinal);
    }

    // (n² + n) · 4 bytes, which is 2,000,000,000 for n = 22,360.18.
    [Fact]
    public void More_than_a_file_holds_is_refused()
    {
        Assert.Equal(2_000_146_728, Bytes(22_361));
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => OnnxModel.CheckSize(Bytes(22_361)));
        Assert.Equal(
            "The network's weights and other constants take 2000146728 bytes, but an ONNX file holds 2000000000 at most.", exception.Message);
        OnnxModel.CheckSize(Bytes(22_360));

        static long Bytes(int units) => new NetworkSpec([units], [new Dense(units)]).ParameterCount * sizeof(float);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(27)]
    public void Versions_outside_of_the_range_are_refused(int opset)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { Opset = opset });
        Assert.StartsWith($"Opset is {opset}; accepted: 7 to 26.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_must_not_be_empty()
    {
        Assert.StartsWith("InputName is empty", Assert.Throws<ArgumentException>(() => new OnnxOptions { InputName = "" }).Message, StringComparison.Ordinal);
        Assert.StartsWith("OutputName is empty", Assert.Throws<ArgumentException>(() => new OnnxOptions { OutputName = null! }).Message, StringComparison.Ordinal);
        Assert.StartsWith("LengthsName is empty", Assert.Throws<ArgumentException>(() => new OnnxOptions { LengthsName = "" }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new OnnxOptions { Description = null! });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { ModelVersion = -1 });
    }

    [Fact]
    public void Names_must_differ()
    {
        Network network = new(new NetworkSpec([4, 2], [new LSTM(3)]), seed: 1);
        (OnnxOptions Options, string Message)[] refused =
        [
            (new() { InputName = "x", OutputName = "x" }, "InputName and OutputName are both 'x'; accepted: different names."),
            (new() { LengthsName = "input" }, "LengthsName and InputName are both 'input'; accepted: different names."),
            (new() { LengthsName = "output" }, "LengthsName and OutputName are both 'output'; accepted: different names."),
        ];
        foreach ((OnnxOptions options, string message) in refused)
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Exports.Bytes(network, options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Arguments_must_not_be_null()
    {
        Network network = new(new NetworkSpec([4], [new Dense(3)]));
        Assert.Throws<ArgumentNullException>(() => network.SaveOnnx((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => network.SaveOnnx((string)null!));
        Assert.Throws<ArgumentException>(() => network.SaveOnnx(""));
        Assert.Throws<ArgumentNullException>(() => ((Network)null!).SaveOnnx("network.onnx"));
    }
}
