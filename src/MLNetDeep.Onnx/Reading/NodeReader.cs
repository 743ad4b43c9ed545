using System.Collections.Immutable;
using System.Globalization;
using MLNetDeep.Neural;
using global::Onnx;
using AttributeType = global::Onnx.AttributeProto.Types.AttributeType;

namespace MLNetDeep.Onnx;

/// <summary>A node of a graph, with what its inputs are: what the reader of an operator works with.</summary>
/// <param name="node">The node.</param>
/// <param name="file">The model.</param>
/// <param name="find">Returns what a tensor is.</param>
/// <param name="give">Says what a tensor is.</param>
internal sealed class NodeReader(NodeProto node, OnnxModelFile file, Func<string, GraphValue> find, Action<string, GraphValue> give)
{
    /// <summary>The operator.</summary>
    public string Operator => node.OpType;

    /// <summary>The domain of the operator; empty for ONNX's own.</summary>
    public string Domain => node.Domain;

    /// <summary>The version of the operators.</summary>
    public int Opset => file.Opset;

    /// <summary>The number of inputs.</summary>
    public int InputCount => node.Input.Count;

    /// <summary>Whether an input is there; optional ones may be left out.</summary>
    public bool Has(int input) => input < node.Input.Count && node.Input[input].Length > 0;

    /// <summary>Returns what an input is.</summary>
    public GraphValue Value(int input) => !Has(input)
        ? throw Damaged($"input {input} is missing")
        : find(node.Input[input]) is UnreadableValue value ? throw NotSupported($"it takes {value.What}") : find(node.Input[input]);

    /// <summary>Returns an input of activations, as the graph has it.</summary>
    /// <exception cref="NotSupportedException">The input is something else.</exception>
    public RowsValue AnyRows(int input) => Value(input) switch
    {
        RowsValue rows => rows,
        FormulaValue formula => Formulas.ToRows(formula, this),
        _ => throw NotSupported($"its input {input} is not computed from the input of the graph; accepted: the output of a layer"),
    };

    /// <summary>Returns an input of activations in which each axis is the batch, a dimension of the rows, or has the size 1.</summary>
    /// <exception cref="NotSupportedException">The input is something else.</exception>
    public RowsValue Rows(int input)
    {
        RowsValue rows = RowOrders.Joined(AnyRows(input));
        if (rows.AreIndices)
        {
            throw NotSupported("it takes indices as numbers; accepted: indices that Gather looks up in a table");
        }

        return rows.Half is null && rows.Axes.All(axis => axis.Kind is GraphAxisKind.Batch or GraphAxisKind.Row or GraphAxisKind.One)
            ? rows
            : throw NotSupported("it takes a part of the states of a recurrent layer; accepted: the states of both directions, in the order of time");
    }

    /// <summary>Returns an input that is constant.</summary>
    /// <exception cref="NotSupportedException">The input is not constant.</exception>
    public ConstantValue Constant(int input) =>
        Value(input) as ConstantValue ?? throw NotSupported($"its input {input} is not constant");

    /// <summary>Returns a constant input of floats.</summary>
    public float[] Numbers(int input) => Constant(input).Numbers ?? throw Damaged($"input {input} has whole numbers; needed: floats");

    /// <summary>Returns a constant input of floats that become the weights of a layer.</summary>
    /// <exception cref="NotSupportedException">Another layer has the same weights.</exception>
    public float[] Weights(int input)
    {
        WeightUse use = Constant(input).Use;
        use.Owner ??= this;
        return use.Owner == this
            ? Numbers(input)
            : throw NotSupported("its weights are those of another layer too; accepted: layers with weights of their own");
    }

    /// <summary>Returns a constant input of whole numbers that do not depend on the batch.</summary>
    public long[] Integers(int input) =>
        [.. (Constant(input).Integers ?? throw Damaged($"input {input} has floats; needed: whole numbers"))
            .Select(value => value ?? throw NotSupported($"its input {input} depends on the size of the batch"))];

    /// <summary>Returns an attribute of whole numbers, or the constant input that later versions have instead; null if there is neither.</summary>
    public long[]? FindIntegers(string name, int input) =>
        Find(name, AttributeType.Ints)?.Ints.ToArray() ?? (Has(input) ? Integers(input) : null);

    /// <summary>Returns an attribute of whole numbers; null if it is missing.</summary>
    public long[]? FindIntegers(string name) => Find(name, AttributeType.Ints)?.Ints.ToArray();

    /// <summary>Returns a whole number.</summary>
    public long Integer(string name, long missing) => Find(name, AttributeType.Int)?.I ?? missing;

    /// <summary>Returns a number; null if it is missing.</summary>
    public double? FindNumber(string name) => Find(name, AttributeType.Float) is { } attribute ? Decimal(attribute.F) : null;

    /// <summary>Returns an attribute of numbers; none if it is missing.</summary>
    public double[] FindNumbers(string name) => Find(name, AttributeType.Floats)?.Floats.Select(Decimal).ToArray() ?? [];

    /// <summary>Returns a text.</summary>
    public string Text(string name, string missing) => Find(name, AttributeType.String)?.S.ToStringUtf8() ?? missing;

    /// <summary>Returns an attribute of texts; null if it is missing.</summary>
    public string[]? FindTexts(string name) => Find(name, AttributeType.Strings)?.Strings.Select(item => item.ToStringUtf8()).ToArray();

    /// <summary>Finds the tensor of an attribute.</summary>
    public ConstantValue? FindTensor(string name) =>
        Find(name, AttributeType.Tensor)?.T is { } tensor ? OnnxTensorReader.Read(tensor, node.Name) : null;

    /// <summary>Whether an attribute is there.</summary>
    public bool HasAttribute(string name) => node.Attribute.Any(attribute => attribute.Name == name);

    /// <summary>Returns the number that was meant: 0.01, not the float next to it, 0.00999999977648258.</summary>
    public static double Decimal(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Says what an output is.</summary>
    public void Give(GraphValue value, int output = 0)
    {
        if (value is ConstantValue constant && !(Has(0) && ReferenceEquals(constant, find(node.Input[0]))))
        {
            file.Count(constant.Count);
        }

        if (output < node.Output.Count && node.Output[output].Length > 0)
        {
            give(node.Output[output], value);
        }
    }

    /// <summary>Says that the output is the rows after a layer, with the axes of the input.</summary>
    public void Give(RowsValue input, LayerSpec layer, ImmutableDictionary<string, float[]>? weights = null) =>
        Give(input with { Node = LayerNode.Apply(input.Node, layer, this, weights) });

    /// <summary>Says that a layer gets numbers that are no weights of its own in the file; see <see cref="OnnxModelFile.Count"/>.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Count(long numbers) => file.Count(numbers);

    /// <summary>Returns an array of equal values.</summary>
    /// <exception cref="InvalidDataException">It is too large for the file.</exception>
    public float[] Filled(int count, double value)
    {
        file.Count(count);
        float[] values = new float[count];
        Array.Fill(values, (float)value);
        return values;
    }

    /// <summary>Returns the exception for a node that is valid but no layer.</summary>
    /// <param name="reason">What cannot be read, and what is accepted.</param>
    public NotSupportedException NotSupported(string reason) => new($"{Name} cannot be read as a layer: {reason}.");

    /// <summary>Returns the exception for a node that breaks the rules of the format.</summary>
    /// <param name="reason">What is wrong.</param>
    public InvalidDataException Damaged(string reason) => new($"{Name} is not valid: {reason}.");

    private string Name
    {
        get
        {
            string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";
            return $"Node '{OnnxText.Short(name)}' of the ONNX model, with the operator {OnnxText.Short(node.OpType)},";
        }
    }

    private AttributeProto? Find(string name, AttributeType type)
    {
        AttributeProto? attribute = node.Attribute.FirstOrDefault(item => item.Name == name);
        return attribute is null || attribute.Type == type || attribute.Type == AttributeType.Undefined
            ? attribute
            : throw Damaged($"its attribute {name} has the type {attribute.Type}");
    }
}
