using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Writes ML.NET's pipelines as ONNX models.</summary>
public static class OnnxModelExtensions
{
    /// <summary>
    /// Writes a pipeline as an ONNX model: a graph of the standard operators of ONNX and of ai.onnx.ml that takes any number of rows.
    /// The pipeline may have components of MLNetDeep and those components of ML.NET that have an ONNX form.
    /// </summary>
    /// <remarks>
    /// <para>Inputs and outputs have the names of their columns; an output whose column is also an input has <c>.output</c> after its
    /// name. Only the columns that the outputs are computed from are inputs: a label is not an input. A vector is [batch, size], or
    /// [batch, dimensions] as its type says; a single value is [batch, 1]. A key is uint32, or the unsigned integer of its
    /// column, where 0 is a missing key. A vector of keys of
    /// varying size, for a network that begins with Embedding, is [batch, time], where time is the size of the network's input; rows are
    /// padded with 0.</para>
    /// <para>A component without an ONNX form is refused if an output depends on it, and so are components of ML.NET whose form gives other
    /// values or needs operators that are no standard ones. Nothing is left out without an error.</para>
    /// </remarks>
    /// <param name="catalog">The catalog, <c>ml.Model</c>.</param>
    /// <param name="model">The pipeline, or one transformer.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline takes.</param>
    /// <param name="destination">Receives the model. Nothing is written if the pipeline is refused.</param>
    /// <param name="options">The options. Default null: <see cref="OnnxPipelineOptions"/> with its defaults.</param>
    /// <exception cref="NotSupportedException">A component has no ONNX form; the message names it.</exception>
    /// <exception cref="ArgumentException">The options name a column that the pipeline does not make, or there are no outputs.</exception>
    public static void SaveAsOnnx(
        this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema inputSchema, Stream destination, OnnxPipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentNullException.ThrowIfNull(destination);
        options ??= new OnnxPipelineOptions();
        PipelinePlan plan = PipelinePlan.Create(model, inputSchema, options);
        using MemoryStream file = new();
        catalog.ConvertToOnnx(plan.ToTransformer(), plan.Root, options.Opset, file);
        new PipelineFile(file.ToArray(), plan).Write(destination);
    }

    /// <summary>
    /// Writes a pipeline as an ONNX model to a file, as a whole or not at all; see
    /// <see cref="SaveAsOnnx(ModelOperationsCatalog, ITransformer, DataViewSchema, Stream, OnnxPipelineOptions)"/>.
    /// </summary>
    /// <param name="catalog">The catalog, <c>ml.Model</c>.</param>
    /// <param name="model">The pipeline, or one transformer.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline takes.</param>
    /// <param name="path">The path of the file. An existing file is replaced.</param>
    /// <param name="options">The options. Default null: <see cref="OnnxPipelineOptions"/> with its defaults.</param>
    /// <exception cref="NotSupportedException">A component has no ONNX form; the message names it.</exception>
    /// <exception cref="ArgumentException">The options name a column that the pipeline does not make, or there are no outputs.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveAsOnnx(
        this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema inputSchema, string path, OnnxPipelineOptions? options = null) =>
        AtomicFile.Write(path, stream => catalog.SaveAsOnnx(model, inputSchema, stream, options));
}
