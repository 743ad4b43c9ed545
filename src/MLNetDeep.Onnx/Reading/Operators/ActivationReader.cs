using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Reads activations, and the functions of one number that activations are composed of.</summary>
internal static class ActivationReader
{
    /// <summary>Reads an operator that is an activation here.</summary>
    public static void Read(NodeReader node)
    {
        Activation activation = node.Operator switch
        {
            "Relu" => Activation.Relu,
            "Sigmoid" => Activation.Sigmoid,
            "Tanh" => Activation.Tanh,
            "Softplus" => Activation.Softplus,
            "Elu" => new Elu(node.FindNumber("alpha") ?? 1),
            "LeakyRelu" => new LeakyRelu(node.FindNumber("alpha") ?? 0.01),
            "PRelu" => new LeakyRelu(
                node.Constant(1).Scalar ?? throw node.NotSupported("it has a slope for each channel; accepted: one slope")),
            _ => new Gelu(Approximate: node.Text("approximate", "none") == "tanh"),
        };
        if (node.Value(0) is FormulaValue formula && !Formulas.IsLayer(formula))
        {
            node.Give(formula.Then(x => OnnxFunctions.Compute(activation, x)));
            return;
        }

        node.Give(node.AnyRows(0), new ActivationLayer(activation));
    }

    /// <summary>
    /// Reads a softmax over the last dimension. The logarithm of a LogSoftmax is left out. The network checks that it is the last layer.
    /// </summary>
    public static void ReadSoftmax(NodeReader node)
    {
        RowsValue rows = node.Rows(0);
        int axis = rows.AxisAt(node.Integer("axis", node.Opset < 13 ? 1 : -1)) ?? throw node.Damaged("its axis is outside of the dimensions");
        bool isLast = node.Opset >= 13 || rows.Axes.Skip(axis + 1).All(item => item.Kind == GraphAxisKind.One);
        if (rows.Axes[axis].Kind != GraphAxisKind.Row || !isLast)
        {
            throw node.NotSupported("it is not over the last dimension of the rows");
        }

        node.Give(RowOrders.ChannelsAt(rows, axis, node), new ActivationLayer(Activation.Softmax));
    }

    /// <summary>Reads a limit. One below at 0 is ReLU.</summary>
    public static void ReadClip(NodeReader node)
    {
        double lowest = Limit("min", 1) ?? double.NegativeInfinity;
        double highest = Limit("max", 2) ?? double.PositiveInfinity;
        if (lowest <= float.MinValue && highest >= float.MaxValue)
        {
            node.Give(node.Value(0));
            return;
        }

        if (lowest != 0 || highest < float.MaxValue)
        {
            throw node.NotSupported($"it limits values to {lowest} to {highest}; accepted: 0 to infinity");
        }

        node.Give(node.AnyRows(0), new ActivationLayer(Activation.Relu));

        double? Limit(string name, int input) => node.FindNumber(name) ?? (node.Has(input) ? node.Constant(input).Scalar : null);
    }

    /// <summary>Reads a function of each value that is no layer by itself.</summary>
    public static void ReadFunction(NodeReader node)
    {
        Func<double, double> function = node.Operator switch
        {
            "Erf" => OnnxFunctions.Erf,
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Neg" => x => -x,
            "Reciprocal" => x => 1 / x,
            _ => Math.Sqrt,
        };
        node.Give(node.Value(0) switch
        {
            NormalizationValue part => NormalizationReader.Function(part, node),
            FormulaValue formula => formula.Then(function),
            ConstantValue { Numbers: { } numbers } constant => constant with { Numbers = Array.ConvertAll(numbers, x => (float)function(x)) },
            _ => FormulaValue.Of(node.AnyRows(0)).Then(function),
        });
    }
}
