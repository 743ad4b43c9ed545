using System.Reflection;

namespace MLNetDeep;

/// <summary>
/// Calls the package MLNetDeep.Onnx, which writes components as ONNX. It references MLNetDeep, so a reference back would be circular; it
/// is found by name.
/// </summary>
internal static class OnnxExport
{
    private const string Exporter = "MLNetDeep.Onnx.PipelineExporter, MLNetDeep.Onnx";
    private const string Method = "Write";

    private static readonly Lazy<Action<string, RowMapping, OnnxPipeline>?> s_write = new(Find);

    /// <summary>Adds the columns of a component to a graph.</summary>
    /// <param name="component">The name of the transformer.</param>
    /// <param name="mapping">The columns that it adds.</param>
    /// <param name="pipeline">The graph.</param>
    /// <exception cref="NotSupportedException">The component has no ONNX form, or the program does not have MLNetDeep.Onnx.</exception>
    public static void Write(string component, RowMapping mapping, OnnxPipeline pipeline)
    {
        if (s_write.Value is not { } write)
        {
            throw new NotSupportedException(
                $"{component} cannot be converted to ONNX without the package MLNetDeep.Onnx: add a reference to it to the program.");
        }

        write(component, mapping, pipeline);
    }

    private static Action<string, RowMapping, OnnxPipeline>? Find()
    {
        if (Type.GetType(Exporter, throwOnError: false) is not { } exporter)
        {
            return null;
        }

        MethodInfo write = exporter.GetMethod(Method, BindingFlags.Static | BindingFlags.Public) ?? throw new MissingMethodException(Exporter, Method);
        return write.CreateDelegate<Action<string, RowMapping, OnnxPipeline>>();
    }
}
