using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Makes layers of functions that were computed step by step.</summary>
internal static class Formulas
{
    /// <summary>Whether a function is a layer, so that what follows is applied to its output.</summary>
    public static bool IsLayer(FormulaValue formula) => formula.FindActivation() is not null || formula.FindLine() is not null;

    /// <summary>Returns the output of the layer that a function is.</summary>
    /// <exception cref="NotSupportedException">The function is no activation.</exception>
    public static RowsValue ToRows(FormulaValue formula, NodeReader node) => formula.Layer ??= Layer(formula, node);

    private static RowsValue Layer(FormulaValue formula, NodeReader node)
    {
        if (formula.FindActivation() is { } activation)
        {
            return formula.Source with { Node = LayerNode.Apply(formula.Source.Node, new ActivationLayer(activation), formula) };
        }

        (double scale, double offset) = formula.FindLine()
            ?? throw node.NotSupported(
                "it takes a function of single values that is no activation here; accepted: GELU, softplus, sigmoid and the other activations");
        RowsValue rows = formula.Source;
        rows = scale == 1 ? rows : ChannelConstants.Scale(rows, node.Filled(rows.Node.Shape[^1], scale), formula);
        return offset == 0 ? rows : ChannelConstants.Offset(rows, node.Filled(rows.Node.Shape[^1], offset), formula);
    }
}
