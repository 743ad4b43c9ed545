using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx;

/// <summary>
/// Adds the columns of MLNetDeep's components to the graph of a pipeline. MLNetDeep.Loader calls this class by name when ML.NET's
/// converter meets one of MLNetDeep's components.
/// </summary>
internal static class PipelineExporter
{
    /// <param name="component">The name of the transformer.</param>
    /// <param name="mapping">The columns that it adds.</param>
    /// <param name="pipeline">The graph.</param>
    /// <exception cref="NotSupportedException">The component has no ONNX form; the message names it.</exception>
    public static void Write(string component, RowMapping mapping, OnnxPipeline pipeline)
    {
        PipelineGraph graph = new(component, pipeline);
        switch (mapping)
        {
            case NetworkMapper network:
                WriteNetwork(component, network, graph);
                break;
            case FlattenImageMapper image:
                FlattenImageColumn.Write(image, graph);
                break;
            case OneHotLabelMapper label:
                OneHotLabelColumn.Write(label, graph);
                break;
            default:
                throw new NotSupportedException(
                    $"{component} cannot be converted to ONNX: ONNX's standard operators cannot process texts as it does. To export what follows it, "
                    + "set From of OnnxPipelineOptions to the column that it makes in Model.SaveAsOnnx, or pass the transformed data through Data.Cache to ConvertToOnnx.");
        }

        graph.Commit();
    }

    // The refusal of a layer names the layer.
    private static void WriteNetwork(string component, NetworkMapper network, PipelineGraph graph)
    {
        try
        {
            NetworkColumns.Write(network, graph);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{component} cannot be converted to ONNX: {e.Message}", e);
        }
    }
}
