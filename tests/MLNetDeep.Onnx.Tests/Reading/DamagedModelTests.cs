using Google.Protobuf;
using MLNetDeep.Neural;
using global::Onnx;
using DataType = global::Onnx.TensorProto.Types.DataType;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>
/// Models that were made to harm a reader: each is refused with one of the documented exceptions, and little memory is used.
/// </summary>
public class DamagedModelTests
{
    // What the tables of .NET and of the reader take for any file.
    private const long AnyFile = 2 << 20;

    public static TheoryData<string> Attacks => [.. s_attacks.Keys];

    private static readonly Dictionary<string, (Func<ModelProto> Create, string Message)> s_attacks = new()
    {
        ["weights whose shape claims more values than there are"] = (() => Model(model => model.Graph.Initializer[0].Dims[0] = 1 << 28), "it has 12 values, but its shape has"),
        ["weights whose shape overflows"] = (() => Model(model => model.Graph.Initializer[0].Dims.Add([1 << 30, 1 << 30, 1 << 30])), "its shape is"),
        ["weights with a dimension below 0"] = (() => Model(model => model.Graph.Initializer[0].Dims[0] = -3), "its shape is [-3, 4]"),
        ["weights without values"] = (() => Model(model => model.Graph.Initializer[0].RawData = ByteString.Empty), "it has 0 values"),
        ["half a value"] = (() => Model(model => model.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[47])), "it has 11 values"),
        ["values in another file"] = (() => Model(model => model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External), "in another file"),
        ["weights of text"] = (() => Model(model => model.Graph.Initializer[0].DataType = (int)DataType.String), "of the type String"),
        ["two tensors with one name"] = (() => Model(model => model.Graph.Initializer.Add(model.Graph.Initializer[0])), "two tensors have the name 'w'"),
        ["a node that takes its own output"] = (() => Model(model => model.Graph.Node[0].Input[0] = "y"), "gives the tensor 'y'"),
        ["two nodes in a circle"] = (() => Model(model => AddNodes(model, Node("Relu", "b", "a"), Node("Relu", "a", "b"), Node("Relu", "b", "output"))), "gives the tensor 'b'"),
        ["two nodes with one output"] = (() => Model(model => AddNodes(model, Node("Relu", "y", "z"), Node("Tanh", "y", "z"), Node("Relu", "z", "output"))), "two nodes give 'z'"),
        ["an input that nothing gives"] = (() => Model(model => model.Graph.Node[0].Input[0] = "nothing"), "gives the tensor 'nothing'"),
        ["an unknown operator"] = (() => Model(model => model.Graph.Node[0].OpType = "Einsum"), "the operator Einsum, cannot be read as a layer: no layer has this operator; accepted: Add, AveragePool"),
        ["an operator of another domain"] = (() => Model(model => model.Graph.Node[0].Domain = "com.example"), "belongs to the operators of com.example"),
        ["an old version of the operators"] = (() => Model(model => model.OpsetImport[0].Version = 1), "version 1 of ONNX's operators"),
        ["a version of the operators that is not there yet"] = (() => Model(model => model.OpsetImport[0].Version = long.MaxValue), "of ONNX's operators"),
        ["an input of more values than memory has"] = (() => Model(model => SetInput(model, 0, int.MaxValue, int.MaxValue)), "has the shape [?, 2147483647, 2147483647]"),
        ["an input with a dimension below 0"] = (() => Model(model => SetInput(model, 0, -4)), "has the shape"),
        ["an input without a shape"] = (() => Model(model => model.Graph.Input[0].Type = null), "has values of the type"),
        ["two inputs"] = (() => Model(model => model.Graph.Input.Add(new ValueInfoProto { Name = "more" })), "has 2 inputs (input, more)"),
        ["no output"] = (() => Model(model => model.Graph.Output.Clear()), "has 0 outputs (none)"),
        ["no graph"] = (() => new ModelProto(), "it has no graph with nodes"),
        ["a number for each of a billion channels"] = (() => Model(model =>
        {
            SetInput(model, 0, 1 << 30);
            model.Graph.Node.Clear();
            AddNodes(model, Node("Mul", "input", "two", "output"));
            model.Graph.Initializer.Add(Numbers("two", [], 2));
        }), "expand to 1073741824 numbers"),
        ["a shape of a billion ones"] = (() => Model(model =>
        {
            NodeProto shape = Node("ConstantOfShape", "size", "shape");
            shape.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = Integers("one", [1], 1) });
            AddNodes(model, shape, Node("Reshape", "y", "shape", "output"));
            model.Graph.Initializer.Add(Integers("size", [1], 1 << 30));
        }), "its input 1 is not constant"),
        ["a table that is looked up a million times"] = (() => Model(model =>
        {
            AddNodes(model, Node("Gather", "w", "indices", "rows"), Node("Gather", "rows", "indices", "more"), Node("Add", "y", "more", "output"));
            model.Graph.Initializer.Add(Integers("indices", [100], new long[100]));
        }), "repeats a constant to too many values"),
        ["a tensor that is transposed a thousand times"] = (() => Model(model =>
        {
            model.Graph.Initializer.Add(Numbers("large", [100, 100], new float[10_000]));
            model.Graph.Node.Clear();
            AddNodes(model, [.. Enumerable.Range(0, 1000).SelectMany(i => new[]
            {
                new NodeProto { OpType = "Transpose", Input = { "large" }, Output = { $"t{i}" } }, Node("Add", i == 0 ? "large" : $"s{i}", $"t{i}", $"s{i + 1}"),
            }), Node("MatMul", "input", "s1000", "output")]);
        }), "numbers, which are too many"),
        ["a normalization whose statistics a thousand layers share"] = (() => Model(model =>
        {
            SetInput(model, 0, 10_000);
            model.Graph.Node.Clear();
            model.Graph.Initializer.Add(Numbers("statistics", [10_000], new float[10_000]));
            AddNodes(model, [.. Enumerable.Range(0, 1000).Select(i => new NodeProto
            {
                OpType = "BatchNormalization",
                Input = { i == 0 ? "input" : $"n{i}", "statistics", "statistics", "statistics", "statistics" },
                Output = { i == 999 ? "output" : $"n{i + 1}" },
            })]);
        }), "numbers, which are too many"),
        ["thousands of branches in each other"] = (() => Model(model =>
        {
            AddNodes(model, [.. Enumerable.Range(0, 5000).SelectMany(i => new[] { Node("Relu", $"y{(i == 0 ? "" : i)}", $"r{i}"), Node("Add", $"r{i}", "y", $"y{i + 1}") }), Node("Relu", "y5000", "output")]);
        }), "in each other, more than"),
        ["paths that double at each node"] = (() => Model(model =>
        {
            AddNodes(model, [.. Enumerable.Range(0, 60).SelectMany(i => new[]
            {
                Node("Relu", $"y{(i == 0 ? "" : i)}", $"a{i}"), Node("Tanh", $"a{i}", $"b{i}"), Node("Concat", $"a{i}", $"b{i}", $"y{i + 1}", 1),
            }), Node("Relu", "y60", "output")]);
        }), "a size is too large"),
        ["a kernel of 16 million values"] = (() => Picture("Conv", model => Set(model, "pads", [1 << 30, 0, 0, 0])), "its pads are"),
        ["a stride of 0"] = (() => Picture("Conv", model => Set(model, "strides", [0, 1])), "its strides is [0, 1]"),
        ["groups below 0"] = (() => Picture("Conv", model => model.Graph.Node[0].Attribute.Add(Attribute("group", -1))), "in -1 groups"),
        ["an enlargement by a billion"] = (() => Picture("Resize", model =>
        {
            model.Graph.Initializer.Add(Numbers("scales", [4], 1, 1, 1 << 30, 1));
            model.Graph.Node[0].Input.Clear();
            model.Graph.Node[0].Input.Add(["input", "", "scales"]);
        }), "has more than"),
        ["a name of a million letters"] = (() => Model(model => model.Graph.Node[0].OpType = new string('x', 1_000_000)), "xxx..."),
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_is_refused(string name)
    {
        (Func<ModelProto> create, string message) = s_attacks[name];
        byte[] file = create().ToByteArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Exception exception = Assert.ThrowsAny<Exception>(() => Network.LoadOnnx(new MemoryStream(file)));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(exception is InvalidDataException or NotSupportedException, exception.ToString());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 10, 1500);
        Assert.InRange(allocated, 0, AnyFile + (100L * file.Length));
    }

    [Fact]
    public void The_model_that_the_attacks_start_from_is_valid()
    {
        Assert.Equal("[1, 0, 0]", $"[{string.Join(", ", Network.LoadOnnx(new MemoryStream(Model(_ => { }).ToByteArray())).Predict(new float[][] { [1, 0, 0, 0] })[0])}]");
        Network.LoadOnnx(new MemoryStream(Picture("Conv", _ => { }).ToByteArray()));
    }

    [Theory]
    [InlineData(DataType.Double)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.Bfloat16)]
    public void Weights_of_other_widths_become_floats(DataType type)
    {
        // 1, 2.5 and -0.5 are exact in each of the types.
        float[] values = [1, 0, 0, 0, 0, 2.5f, 0, 0, 0, 0, -0.5f, 0];
        ModelProto model = Model(model =>
        {
            model.Graph.Initializer[0].DataType = (int)type;
            model.Graph.Initializer[0].RawData = ByteString.CopyFrom([.. values.SelectMany(value => Bytes(value, type))]);
        });
        Assert.Equal([1, 5, -1.5f], Network.LoadOnnx(new MemoryStream(model.ToByteArray())).Predict(new float[][] { [1, 2, 3, 4] })[0]);
    }

    [Fact]
    public void A_file_is_named()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no model");
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Network.LoadOnnx(path));
            Assert.StartsWith($"'{path}' cannot be loaded. The file is not an ONNX model: ", exception.Message, StringComparison.Ordinal);
            File.WriteAllBytes(path, Model(model => model.Graph.Node[0].OpType = "Einsum").ToByteArray());
            Assert.StartsWith($"'{path}' cannot be loaded. Node ", Assert.Throws<NotSupportedException>(() => Network.LoadOnnx(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Bytes(float value, DataType type) => type switch
    {
        DataType.Double => BitConverter.GetBytes((double)value),
        DataType.Float16 => BitConverter.GetBytes((Half)value),
        _ => BitConverter.GetBytes(value)[2..],
    };

    // A dense layer of 3 units that takes 4 values: the first three of them.
    private static ModelProto Model(Action<ModelProto> change)
    {
        NodeProto gemm = Node("Gemm", "input", "w", "y");
        gemm.Attribute.Add(Attribute("transB", 1));
        ModelProto model = Create([gemm, Node("Identity", "y", "output")], Numbers("w", [3, 4], 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0), 0, 4);
        change(model);
        return model;
    }

    private static ModelProto Picture(string operation, Action<ModelProto> change)
    {
        ModelProto model = Create([Node(operation, "input", "w", "output")], Numbers("w", [1, 2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8), 0, 2, 4, 4);
        change(model);
        return model;
    }

    private static ModelProto Create(NodeProto[] nodes, TensorProto weights, params long[] shape)
    {
        ModelProto model = new() { IrVersion = 7, Graph = new GraphProto() };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 14 });
        model.Graph.Node.Add(nodes);
        model.Graph.Initializer.Add(weights);
        model.Graph.Input.Add(new ValueInfoProto { Name = "input" });
        model.Graph.Output.Add(new ValueInfoProto { Name = "output" });
        SetInput(model, shape);
        return model;
    }

    private static void SetInput(ModelProto model, params long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.Add(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)DataType.Float, Shape = dimensions };
        model.Graph.Input[0].Type = new TypeProto { TensorType = tensor };
    }

    // The nodes take the place of the last one, which passes y on.
    private static void AddNodes(ModelProto model, params NodeProto[] nodes)
    {
        if (model.Graph.Node.Count > 1)
        {
            model.Graph.Node.RemoveAt(1);
        }

        model.Graph.Node.Add(nodes);
    }

    private static NodeProto Node(string operation, string input, string output) => new() { OpType = operation, Input = { input }, Output = { output } };

    private static NodeProto Node(string operation, string input, string second, string output) =>
        new() { OpType = operation, Input = { input, second }, Output = { output } };

    private static NodeProto Node(string operation, string input, string second, string output, long axis) =>
        new() { OpType = operation, Input = { input, second }, Output = { output }, Attribute = { Attribute("axis", axis) } };

    private static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static void Set(ModelProto model, string name, long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        model.Graph.Node[0].Attribute.Add(attribute);
    }

    private static TensorProto Numbers(string name, long[] shape, params float[] values) => new()
    {
        Name = name,
        DataType = (int)DataType.Float,
        Dims = { shape },
        RawData = ByteString.CopyFrom([.. values.SelectMany(BitConverter.GetBytes)]),
    };

    private static TensorProto Integers(string name, long[] shape, params long[] values) => new()
    {
        Name = name,
        DataType = (int)DataType.Int64,
        Dims = { shape },
        Int64Data = { values },
    };
}
