using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Reads operators of two tensors: sums of activations are residuals, constants are biases or scales, and the rest are steps of a function or of a
/// normalization.
/// </summary>
internal static class ArithmeticReader
{
    public static void Read(NodeReader node)
    {
        if (node.InputCount != 2)
        {
            throw node.NotSupported($"it has {node.InputCount} inputs; accepted: 2");
        }

        Func<double, double, double> function = Function(node);
        node.Give((WithoutFill(node.Value(0)), WithoutFill(node.Value(1))) switch
        {
            (ConstantValue first, ConstantValue second) => ConstantArithmetic.Compute(first, second, function, node),
            (NormalizationValue, _) or (_, NormalizationValue) => NormalizationReader.Combine(node.Value(0), node.Value(1), node),
            (GraphValue value, ConstantValue { Scalar: { } scalar }) => Formula(value, node, 0).Then(x => function(x, scalar)),
            (ConstantValue { Scalar: { } scalar }, GraphValue value) => Formula(value, node, 1).Then(x => function(scalar, x)),
            (GraphValue, ConstantValue constant) => ChannelConstants.Apply(node.Rows(0), constant, isConstantFirst: false, node),
            (ConstantValue constant, GraphValue) => ChannelConstants.Apply(node.Rows(1), constant, isConstantFirst: true, node),
            (GraphValue first, GraphValue second) => Computed(first, second, function, node),
        });
    }

    private static GraphValue WithoutFill(GraphValue value) =>
        value is FilledValue filled ? new ConstantValue([]) { Numbers = [(float)filled.Value] } : value;

    private static FormulaValue Formula(GraphValue value, NodeReader node, int input) =>
        value as FormulaValue ?? FormulaValue.Of(node.Rows(input));

    private static GraphValue Computed(GraphValue first, GraphValue second, Func<double, double, double> function, NodeReader node)
    {
        bool isSum = node.Operator is "Add" or "Sum";
        RowsValue source = Source(first, node, 0), other = Source(second, node, 1);
        bool areSteps = source.Node == other.Node && source.Axes.SequenceEqual(other.Axes) && source.Half == other.Half;
        if (areSteps && !(isSum && (IsActivation(first) || IsActivation(second))))
        {
            return Formula(first, node, 0).With(Formula(second, node, 1), function);
        }

        if (node.Operator is "Add" or "Mul"
            && DirectionsReader.Find(source, other, isSum ? MergeMode.Sum : MergeMode.Multiply, node) is { } both)
        {
            return both;
        }

        return isSum
            ? Sum(node.Rows(0), node.Rows(1), node)
            : throw node.NotSupported("it takes two computed tensors; accepted: Add of two, and steps of an activation or a layer normalization");
    }

    private static bool IsActivation(GraphValue value) => value is FormulaValue formula && formula.FindActivation() is not null;

    private static RowsValue Source(GraphValue value, NodeReader node, int input) => (value as FormulaValue)?.Source ?? node.AnyRows(input);

    private static RowsValue Sum(RowsValue first, RowsValue second, NodeReader node)
    {
        if (first.FlatChannels != second.FlatChannels || !first.Axes.SequenceEqual(second.Axes))
        {
            (first, second) = (RowOrders.Straight(first, node), RowOrders.Straight(second, node));
        }

        return first.Axes.SequenceEqual(second.Axes) && first.Node.Shape.SequenceEqual(second.Node.Shape)
            ? first with { Node = LayerNode.Sum(first.Node, second.Node, node) }
            : throw node.NotSupported("it adds tensors of different shapes");
    }

    private static Func<double, double, double> Function(NodeReader node) => node.Operator switch
    {
        "Sub" => (x, y) => x - y,
        "Mul" => (x, y) => x * y,
        "Div" => (x, y) => x / y,
        "Pow" => Math.Pow,
        "Max" => Math.Max,
        "Min" => Math.Min,
        _ => (x, y) => x + y,
    };
}
