using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx;

/// <summary>
/// Adds the columns of MLNetDeep's components to the graph of a pipeline. MLNetDeep.Loader calls this class by name when ML.NET's converter meets
/// one of MLNetDeep's components.
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
                NetworkColumns.Write(network, graph);
                break;
            case FlattenImageMapper image:
                FlattenImageColumn.Write(image, graph);
                break;
            case OneHotLabelMapper label:
                OneHotLabelColumn.Write(label, graph);
                break;
            default:
                throw new NotSupportedException(
                    $"{component} cannot be converted to ONNX: no standard operators read texts as it does. Export the pipeline from the column on that it "
                    + "makes: set From of OnnxPipelineOptions in Model.SaveAsOnnx, or pass the transformed data through Data.Cache to ConvertToOnnx.");
        }

        graph.Commit();
    }
}
