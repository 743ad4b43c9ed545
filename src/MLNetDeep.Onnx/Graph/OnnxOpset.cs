namespace MLNetDeep.Onnx;

/// <summary>Checks the version of the operators where a layer needs a higher one for some of its options than its own lowest.</summary>
internal static class OnnxOpset
{
    /// <summary>Throws if the graph's version of the operators is too low.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="lowest">The lowest version.</param>
    /// <param name="what">What needs it, as the beginning of a sentence.</param>
    /// <exception cref="NotSupportedException">The version is too low.</exception>
    public static void Check(OnnxGraph graph, int lowest, string what)
    {
        if (graph.Opset < lowest)
        {
            throw new NotSupportedException(
                $"{what} needs version {lowest} of ONNX's operators or a later one, but Opset is {graph.Opset}.");
        }
    }
}
