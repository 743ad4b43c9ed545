using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>A recurrent layer in one direction.</summary>
internal static class OnnxRecurrentDirection
{
    /// <summary>Adds the nodes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">The name of the input: [batch, time, features].</param>
    /// <param name="context">The context of the layer, or of the bidirectional layer that contains it.</param>
    /// <param name="isReversed">Whether to read the rows from their last used position to their first.</param>
    /// <param name="suffix">What follows the names of the parameters.</param>
    /// <returns>
    /// The name of the states in the order of the positions, [batch, time, units], if the layer returns sequences; otherwise of the last
    /// state, [batch, units]. States beyond the length of a row may have any value; the last state of a row of length 0 is 0.
    /// </returns>
    public static string Write(RecurrentLayer layer, string rows, OnnxLayerContext context, bool isReversed, string suffix) =>
        OnnxRecurrentOperator.Supports(layer)
            ? OnnxRecurrentOperator.Write(layer, rows, context, isReversed, suffix)
            : OnnxRecurrentSteps.Write(layer, rows, context, isReversed, suffix);
}
