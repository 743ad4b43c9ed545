using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx.Tests.Graph;

/// <summary>Exported graphs have the operators that they need, and the names of the network.</summary>
public class GraphTests
{
    private static readonly LayerSpec[] s_classifier = [new Flatten(), new Dense(3, Activation.Softmax)];

    [Fact]
    public void Layers_of_pictures_in_a_row_have_one_transpose_at_each_end()
    {
        NetworkSpec spec = new(
            [8, 8, 3],
            [
                new Conv2D(4, 3, activation: Activation.Gelu),
                new BatchNormalization(),
                new MaxPooling2D(),
                new ZeroPadding2D(1),
                new Residual([new Conv2D(4, 3, padding: Padding.Same)], Activation.Relu),
                new Concatenate([[new SeparableConv2D(2, 3, padding: Padding.Same)], [new ActivationLayer(Activation.Tanh)], []]),
                new SpatialDropout2D(0.5),
                new UpSampling2D(2, Interpolation.Bilinear),
                new Cropping2D(1),
                new AveragePooling2D(),
                new DepthwiseConv2D(2),
            ]);
        string[] operators = Exports.Operators(Exports.Model(spec));
        Assert.Equal("Transpose", operators[0]);
        Assert.Equal("Transpose", operators[^1]);
        Assert.Equal(2, operators.Count(operation => operation == "Transpose"));
    }

    [Fact]
    public void Layers_of_sequences_in_a_row_have_one_transpose_at_each_end()
    {
        NetworkSpec spec = new([9, 3], [new Conv1D(4, 2), new BatchNormalization(), new MaxPooling1D(), new UpSampling1D(), new Conv1D(2, 3, padding: Padding.Causal)]);
        Assert.Equal(["Transpose", "Conv", "BatchNormalization", "MaxPool", "Resize", "Conv", "Transpose"], Exports.Operators(Exports.Model(spec)));
    }

    [Fact]
    public void Global_pooling_and_permuting_need_no_further_transpose()
    {
        NetworkSpec pooled = new([6, 6, 2], [new Conv2D(4, 3), new GlobalAveragePooling2D(), new Dense(3)]);
        Assert.Equal(["Transpose", "Conv", "ReduceMean", "Gemm"], Exports.Operators(Exports.Model(pooled)));
        NetworkSpec permuted = new([6, 6, 2], [new Conv2D(4, 3), new Permute([3, 1, 2])]);
        Assert.Equal(["Transpose", "Conv", "Transpose"], Exports.Operators(Exports.Model(permuted)));
    }

    // The shortcut takes the input in the order that the first layer has made already.
    [Fact]
    public void The_input_is_put_in_order_once()
    {
        NetworkSpec spec = new([6, 6, 2], [new Residual([new Conv2D(2, 3, padding: Padding.Same), new Conv2D(2, 1)]), .. s_classifier]);
        Assert.Equal(["Transpose", "Conv", "Conv", "Add", "Transpose", "Reshape", "Gemm", "Softmax"], Exports.Operators(Exports.Model(spec)));
    }

    [Fact]
    public void Layers_that_do_nothing_leave_nothing()
    {
        NetworkSpec with = new([4], [new Dropout(0.5), new Dense(3), new Dropout(0.5), new Flatten(), new Reshape([3]), new ActivationLayer(Activation.Linear)]);
        Assert.Equal(["Gemm"], Exports.Operators(Exports.Model(with)));
        Assert.Equal(["Identity"], Exports.Operators(Exports.Model(new NetworkSpec([4], [new Flatten()]))));
    }

    [Fact]
    public void Constants_are_the_parameters_with_their_names_shapes_and_values()
    {
        NetworkSpec spec = new(
            [6, 6, 2], [new Conv2D(4, 3), new BatchNormalization(), new Residual([new Conv2D(4, 1, useBias: false)]), new GlobalMaxPooling2D(), new Dense(3)]);
        Network network = new(spec, seed: 1);
        ModelProto model = Exports.Model(network, new OnnxOptions { Opset = 12 });
        Assert.Equal(
            spec.Parameters.ToDictionary(parameter => parameter.Name, parameter => string.Join(',', parameter.Shape)),
            model.Graph.Initializer.ToDictionary(tensor => tensor.Name, tensor => string.Join(',', tensor.Dims)));
        foreach (NamedTensor tensor in network.GetWeights())
        {
            TensorProto written = model.Graph.Initializer.Single(constant => constant.Name == tensor.Name);
            Assert.Equal(tensor.Values, MemoryMarshal.Cast<byte, float>(written.RawData.Span).ToArray());
        }
    }

    [Fact]
    public void Nodes_have_the_names_of_layers()
    {
        NetworkSpec spec = new([6, 6, 2], [new Conv2D(4, 3, activation: Activation.Relu), new Residual([new Conv2D(4, 1)])]);
        Assert.Equal(
            ["0.Transpose", "0.Conv", "0.Relu", "1.layers.0.Conv", "1.Add", "output"],
            Exports.Model(spec).Graph.Node.Select(node => Assert.Single(node.Output)));
    }

    [Fact]
    public void Inputs_and_outputs_have_names_types_shapes_and_a_batch_of_any_size()
    {
        GraphProto graph = Exports.Model(
            new NetworkSpec([6, 5, 2], [new Conv2D(4, 3)]), new OnnxOptions { InputName = "pixels", OutputName = "features" }).Graph;
        Assert.Equal("pixels: Float [batch, 6, 5, 2]", Describe(Assert.Single(graph.Input)));
        Assert.Equal("features: Float [batch, 4, 3, 4]", Describe(Assert.Single(graph.Output)));

        static string Describe(ValueInfoProto value)
        {
            IEnumerable<string> shape = value.Type.TensorType.Shape.Dim.Select(size => size.DimParam.Length > 0 ? size.DimParam : $"{size.DimValue}");
            return $"{value.Name}: {(TensorProto.Types.DataType)value.Type.TensorType.ElemType} [{string.Join(", ", shape)}]";
        }
    }

    // A parameter and the output of a node have the names that the input and the output take.
    [Fact]
    public void Names_that_are_taken_change_nothing()
    {
        Network network = new(new NetworkSpec([4], [new Dense(5), new Dense(3)]), seed: 1);
        using OnnxRun run = new(network, new OnnxOptions { InputName = "0.weight", OutputName = "0.Gemm" });
        Assert.Equal(["0.weight"], run.Inputs.Keys);
        Assert.Equal(["0.Gemm"], run.Outputs.Keys);
        float[] row = [1, -2, 3, 0.5f];
        Exports.AssertNear(network.Predict(row), run.Predict(new DenseFeatures(row, 4)), "names");
    }

    [Fact]
    public void The_model_says_who_wrote_it_and_what_it_is()
    {
        NetworkSpec spec = new([4], [new Dense(3)]);
        ModelProto model = Exports.Model(spec);
        Assert.Equal("MLNetDeep", model.ProducerName);
        Assert.Matches(@"^\d+\.\d+\.\d+", model.ProducerVersion);
        Assert.DoesNotContain('+', model.ProducerVersion);
        Assert.Equal($"{spec}", model.DocString);
        Assert.Equal(0, model.ModelVersion);
        ModelProto described = Exports.Model(spec, new OnnxOptions { Description = "Three scores", ModelVersion = 12 });
        Assert.Equal("Three scores", described.DocString);
        Assert.Equal(12, described.ModelVersion);
    }

    // From the table of versions in ONNX's own documentation.
    [Theory]
    [InlineData(7, 4)]
    [InlineData(9, 4)]
    [InlineData(10, 5)]
    [InlineData(11, 6)]
    [InlineData(12, 7)]
    [InlineData(14, 7)]
    [InlineData(15, 8)]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(19, 9)]
    [InlineData(20, 9)]
    [InlineData(21, 10)]
    [InlineData(22, 10)]
    [InlineData(23, 11)]
    [InlineData(24, 12)]
    [InlineData(25, 13)]
    [InlineData(26, 13)]
    public void The_version_of_the_file_format_is_that_of_the_operators(int opset, int fileVersion)
    {
        ModelProto model = Exports.Model(new NetworkSpec([4], [new Dense(3)]), new OnnxOptions { Opset = opset });
        Assert.Equal(fileVersion, model.IrVersion);
        OperatorSetIdProto operators = Assert.Single(model.OpsetImport);
        Assert.Equal(("", opset), (operators.Domain, operators.Version));
    }
}
