using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>Operators and compositions of them give the outputs of ONNX Runtime, and become the layers that they are.</summary>
public class OperatorTests
{
    private const int Rows = 3;

    public static TheoryData<string> Names => [.. s_graphs.Keys];

    // The version of the operators, the shape of a row, the layers, and the graph.
    private static readonly Dictionary<string, (int Opset, long[] Shape, string Layers, string[] Lines)> s_graphs = new()
    {
        ["softplus by steps"] = (13, [4], "ActivationLayer Softplus", ["e = Exp(input)", "s = Add(e 1.0)", "output = Log(s)"]),
        ["sigmoid by steps"] = (13, [4], "ActivationLayer Sigmoid", ["n = Neg(input)", "e = Exp(n)", "s = Add(1.0 e)", "output = Reciprocal(s)"]),
        ["leaky relu by a maximum"] = (13, [4], "ActivationLayer LeakyRelu", ["s = Mul(input 0.2)", "output = Max(s input)"]),
        ["relu by a maximum"] = (13, [4], "ActivationLayer Relu", ["output = Max(input 0.0)"]),
        ["relu by a limit"] = (13, [4], "ActivationLayer Relu", ["output = Clip(input 0.0)"]),
        ["one slope"] = (13, [4], "ActivationLayer LeakyRelu", ["output = PRelu(input [1]:0.25)"]),
        ["gelu as tensorflow writes it"] = (13, [4], "ActivationLayer Gelu", ["s = Mul(input 0.70710677)", "e = Erf(s)", "o = Add(1.0 e)", "h = Mul(input 0.5)", "output = Mul(h o)"]),
        ["gelu, added to its input"] = (
            13, [4], "Residual", ["s = Div(input 1.4142135)", "e = Erf(s)", "o = Add(e 1.0)", "p = Mul(input o)", "g = Mul(p 0.5)", "output = Add(g input)"]),
        ["gelu of version 20"] = (20, [4], "ActivationLayer Gelu", ["output = Gelu(input; approximate=tanh)"]),
        ["a line"] = (13, [4], "BatchNormalization", ["a = Mul(input 2.5)", "b = Sub(a 1.0)", "output = Div(b 3.0)"]),
        ["numbers for each feature"] = (13, [3], "BatchNormalization, BatchNormalization", ["a = Sub(input [3]:0.5,1,2)", "output = Div(a [1,3]:2,4.5,0.5)"]),
        ["numbers for each channel"] = (13, [2, 2, 3], "BatchNormalization", ["a = Mul(input [2,1,1]:2,0.5)", "output = Add(a [1,2,1,1]:1,-1.5)"]),
        ["a product without bias"] = (13, [2], "Dense", ["output = MatMul(input [2,3]:1,2,3,4,5,6.5)"]),
        ["a product and a bias of one number"] = (13, [2], "Dense", ["p = MatMul(input [2,1]:1,2.5)", "output = Add(0.5 p)"]),
        ["a scaled product"] = (13, [2], "Dense", ["output = Gemm(input [2,2]:1,2,3,4.5 [1,2]:0.5,1; alpha=0.5 beta=2.0)"]),
        ["a product with a transposed matrix"] = (13, [2], "Dense", ["t = Transpose([3,2]:1,2,3,4,5,6.5; perm=1,0)", "output = MatMul(input t)"]),
        ["a product of flat pictures"] = (
            13, [2, 1, 4], "Conv2D, Flatten, ActivationLayer Relu, Dense",
            ["c = Conv(input [2,2,1,1]:1,2,3,4.5)", "f = Flatten(c)", "r = Relu(f)", "output = MatMul(r [8,2]:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16.5)"]),
        ["layer normalization by squares"] = (
            13, [5], "LayerNormalization",
            [
                "m = ReduceMean(input; axes=-1,)", "d = Sub(input m)", "q = Mul(d d)", "v = ReduceMean(q; axes=1,)", "e = Add(v 0.001)", "r = Sqrt(e)",
                "i = Reciprocal(r)", "n = Mul(i d)", "s = Mul(n [5]:1,2,3,4,0.5)", "output = Add([5]:0.1,0.2,0.3,0.4,0.5 s)",
            ]),
        ["means of positions"] = (18, [2, 3, 4], "GlobalAveragePooling2D", ["m = ReduceMean(input [2,3]; keepdims=1)", "output = Squeeze(m [2,3])"]),
        ["global pooling, then a convolution"] = (
            13, [2, 3, 4], "GlobalAveragePooling2D, Reshape, Conv2D, Flatten", ["p = GlobalAveragePool(input)", "c = Conv(p [3,2,1,1]:1,2,3,4,5,6.5)", "output = Flatten(c)"]),
        ["the largest of a sequence"] = (13, [2, 5], "GlobalMaxPooling1D", ["p = GlobalMaxPool(input)", "output = Reshape(p [-1,2])"]),
        ["pooling with same padding"] = (13, [2, 5, 5], "MaxPooling2D", ["output = MaxPool(input; kernel_shape=3,3 strides=2,2 auto_pad=SAME_UPPER)"]),
        ["averages with padding"] = (13, [2, 5, 5], "ZeroPadding2D, AveragePooling2D", ["output = AveragePool(input; kernel_shape=3,3 strides=2,2 pads=1,1,1,1 count_include_pad=1)"]),
        ["averages without padding"] = (13, [2, 5, 5], "AveragePooling2D", ["output = AveragePool(input; kernel_shape=3,3 strides=2,2 auto_pad=SAME_UPPER)"]),
        ["a causal convolution"] = (13, [1, 5], "Conv1D", ["output = Conv(input [2,1,3]:1,2,3,4,5,6.5; pads=2,0)"]),
        ["a convolution with padding at the beginning"] = (
            13, [1, 4, 4], "ZeroPadding2D, Conv2D", ["output = Conv(input [1,1,2,2]:1,2,3,4.5; auto_pad=SAME_LOWER)"]),
        ["a dilated convolution"] = (13, [1, 6, 5], "Conv2D", ["output = Conv(input [1,1,2,2]:1,2,3,4.5; dilations=2,3)"]),
        ["margins of both kinds"] = (13, [1, 4, 4], "Cropping2D, ZeroPadding2D", ["output = Pad(input [0,0,1,-1,0,0,-2,2])"]),
        ["margins of an old version"] = (7, [2, 3], "ZeroPadding1D", ["output = Pad(input; pads=0,1,0,0,2,0)"]),
        ["parts of a picture"] = (13, [1, 5, 6], "Cropping2D", ["output = Slice(input [1,0] [9223372036854775807,-2] [2,3])"]),
        ["a recurrent layer with softplus"] = (
            13, [3, 2], "SimpleRNN",
            [
                "t = Transpose(input; perm=1,0,2)",
                "all last = RNN(t [1,2,2]:0.5,-1,2,1 [1,2,2]:0.25,0.5,-0.5,1; activations=[Softplus] hidden_size=2)", "output = Squeeze(last [0])",
            ]),
        ["one step of a sequence"] = (13, [4, 3], "Cropping1D, Flatten", ["output = Gather(input 1; axis=1)"]),
        ["nearest pixels"] = (13, [1, 2, 3], "UpSampling2D", ["output = Resize(input _ [4]:1,1,2,3.0; mode=nearest)"]),
        ["nearest pixels of an old version"] = (9, [1, 2, 3], "UpSampling2D", ["output = Upsample(input [4]:1,1,2,2.0)"]),
        ["nearest steps"] = (13, [2, 3], "UpSampling1D", ["output = Resize(input _ [3]:1,1,3.0; mode=nearest coordinate_transformation_mode=asymmetric nearest_mode=floor)"]),
        ["bilinear pixels"] = (13, [1, 2, 3], "UpSampling2D", ["output = Resize(input _ [4]:1,1,2,2.0; mode=linear)"]),
        ["positions"] = (13, [2, 3], "PositionalEmbedding", ["output = Add(input [1,2,3]:1,2,3,4,5,6.5)"]),
        ["two paths"] = (13, [3], "Residual", ["a = Relu(input)", "b = Tanh(input)", "c = Add(a b)", "output = Softmax(c)"]),
        ["joined paths in a sum"] = (
            13, [3], "Residual", ["a = Relu(input)", "b = MatMul(a [3,1]:1,2,3.5)", "c = MatMul(a [3,2]:1,2,3,4,5,6.5)", "j = Concat(b c; axis=1)", "output = Add(input j)"]),
        ["dimensions of size 1"] = (13, [3, 1], "Reshape, Dense", ["s = Squeeze(input [2])", "u = Unsqueeze(s [1])", "p = MatMul(u [3,2]:1,2,3,4,5,6.5)", "output = Squeeze(p [-2])"]),
        ["a shape by arithmetic"] = (
            13, [2, 6], "Reshape",
            ["n = Shape(input)", "b = Gather(n [0])", "f = Gather(n [2])", "h = Div(f [2])", "t = Mul(h [1])", "s = Concat(b [2] t [2]; axis=0)", "output = Reshape(input s)"]),
        ["an rnn in both directions"] = (
            14, [3, 1], "Bidirectional, Flatten",
            [
                "t = Transpose(input; perm=1,0,2)", "y = RNN(t [2,1,1]:1,0.5 [2,1,1]:0.5,0.25; direction=bidirectional hidden_size=1)",
                "b = Transpose(y; perm=2,0,1,3)", "output = Reshape(b [0,-1])",
            ]),
        ["an rnn backwards"] = (
            14, [3, 1], "SimpleRNN",
            [
                "t = Transpose(input; perm=1,0,2)", "_ y = RNN(t [1,1,1]:0.5 [1,1,1]:0.5 [1,2]:0.1,0.2; direction=reverse hidden_size=1)", "output = Squeeze(y [0])",
            ]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_scores_as_in_OnnxRuntime(string name)
    {
        (int opset, long[] shape, string layers, string[] lines) = s_graphs[name];
        byte[] file = SmallGraph.Create(opset, shape, lines);
        Network network = Network.LoadOnnx(new MemoryStream(file));
        Assert.Equal(layers, string.Join(", ", network.Spec.Layers.Select(Describe)));
        int[] inputShape = [.. shape.Select(size => (int)size)];
        float[] values = TestNumbers.Uniform(Rows * network.Spec.InputSize, scale: 3);
        using InferenceSession session = new(file);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(values, [Rows, .. inputShape]))]);
        DenseTensor<float> output = Assert.IsType<DenseTensor<float>>(results[0].AsTensor<float>());
        int[] outputShape = [.. output.Dimensions[1..]];

        // Where the network's rows have channels last, the graph's are put in this order.
        float[][] rows = [.. values.Chunk(network.Spec.InputSize).Select(row => Ordered(row, inputShape, network.Spec.InputShape))];
        float[][] expected = [.. output.ToArray().Chunk(network.Spec.OutputSize).Select(row => Ordered(row, outputShape, network.Spec.LayerShapes[^1]))];
        Exports.AssertNear([.. expected.SelectMany(row => row)], [.. network.Predict(rows).SelectMany(row => row)], name);
    }

    // Both readings of a graph, with channels as they are and last, and both nodes take the list [0, 0, -1]: 0 stands for the size of their own input.
    [Fact]
    public void A_shape_that_two_nodes_share_stands_for_the_sizes_of_each()
    {
        byte[] file = SmallGraph.Create(
            13, [4, 6], "s = Identity([0,0,-1])", "a = Reshape(input s)", "b = Relu(a)", "c = Transpose(b; perm=0,2,1)", "d = Reshape(c s)",
            "output = ReduceMean(d; axes=2, keepdims=0)");
        Network network = Network.LoadOnnx(new MemoryStream(file));
        Assert.Equal([6], network.Spec.LayerShapes[^1]);

        // The values are 0 to 23: column i of the 4 rows has i, i + 6, i + 12 and i + 18, whose mean is i + 9.
        bool isTransposed = network.Spec.InputShape.SequenceEqual([6, 4]);
        float[] row = [.. Enumerable.Range(0, 24).Select(i => isTransposed ? (float)((i % 4 * 6) + (i / 4)) : i)];
        Assert.Equal([9, 10, 11, 12, 13, 14], network.Predict(new[] { row })[0].Select(value => (double)value), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    // A limit beyond 80, up to which activations were once compared, made the network give other values than the graph.
    [Theory]
    [InlineData("m = Max(input 0.0)", "output = Min(m 100.0)")]
    [InlineData("m = Max(input 0.0)", "output = Min(m 20000000000000000000000000000000000000.0)")]
    [InlineData("output = Max(input -100.0)")]
    [InlineData("output = Max(input -10000000000000000000000000000000000000.0)")]
    [InlineData("output = Min(input 1000000.5)")]
    [InlineData("m = Mul(input 0.5)", "l = Max(m input)", "output = Min(l 90.0)")]
    [InlineData("e = Exp(input)", "s = Add(e 1.0)", "l = Log(s)", "output = Min(l 500.0)")]
    public void An_activation_with_a_distant_limit_is_refused(params string[] lines)
    {
        byte[] file = SmallGraph.Create(13, [4], lines);
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => Network.LoadOnnx(new MemoryStream(file)));
        Assert.Contains("it takes a function of single values that is no activation here", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HardSigmoid(input)", "no layer has this operator")]
    [InlineData("Selu(input)", "no layer has this operator")]
    [InlineData("Clip(input 0.0 6.0)", "it limits values to 0 to 6; accepted: 0 to infinity")]
    [InlineData("Softmax(input; axis=0)", "it is not over the last dimension of the rows")]
    [InlineData("Reshape(input [2,-1])", "it mixes rows in the shape [2, -1]")]
    [InlineData("Transpose(input; perm=1,1)", "its perm is [1, 1] for 2 dimensions")]
    [InlineData("Add(input [2]:1,2.5)", "it takes a constant of several values")]
    [InlineData("Abs(input)", "no layer has this operator")]
    public void Others_are_refused_with_a_reason(string node, string reason)
    {
        byte[] file = SmallGraph.Create(13, [4], $"output = {node}");
        Exception exception = Assert.ThrowsAny<Exception>(() => Network.LoadOnnx(new MemoryStream(file)));
        Assert.True(exception is NotSupportedException or InvalidDataException);
        Assert.StartsWith($"Node 'output' of the ONNX model, with the operator {node[..node.IndexOf('(', StringComparison.Ordinal)]}, ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logarithm_after_softmax_is_left_out()
    {
        Network network = Network.LoadOnnx(new MemoryStream(SmallGraph.Create(13, [2], "output = LogSoftmax(input)")));
        float[] probabilities = network.Predict(new float[][] { [0, MathF.Log(3)] })[0];
        Assert.Equal(0.25, probabilities[0], 1e-6);
        Assert.Equal(0.75, probabilities[1], 1e-6);
    }

    private static float[] Ordered(float[] row, int[] shape, IReadOnlyList<int> networkShape) =>
        shape.Length > 1 && !shape.SequenceEqual(networkShape) && shape.Skip(1).Append(shape[0]).SequenceEqual(networkShape) ? Fixture.ChannelsLast(row, shape) : row;

    private static string Describe(LayerSpec layer) => layer is ActivationLayer { Activation: var activation } ? $"ActivationLayer {activation.GetType().Name}" : layer.GetType().Name;
}
