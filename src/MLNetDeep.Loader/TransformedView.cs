using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>
/// Base class of the views that MLNetDeep's transformers return. ML.NET's ConvertToOnnx walks back through the views of a pipeline, ends
/// without an error at one that is not ML.NET's, and leaves out all components before it. So this class takes part in the walk, and adds
/// its component to the graph.
/// </summary>
/// <param name="component">The name of the transformer.</param>
/// <param name="input">The input rows.</param>
/// <param name="mapping">The columns that the transformer adds.</param>
internal abstract class TransformedView(string component, IDataView input, RowMapping mapping) : ITransformCanSaveOnnx
{
    // The view between the converter's two calls in its walk on this thread: CanSaveOnnx, then Source.
    [ThreadStatic]
    private static TransformedView? s_converted;

    public abstract DataViewSchema Schema { get; }

    public abstract bool CanShuffle { get; }

    /// <summary>The input rows.</summary>
    public IDataView Input { get; } = input;

    // ML.NET's converter asks CanSaveOnnx first. If it asks for the source alone, it has met a component that it cannot convert, and goes
    // to the first view of the pipeline; this component would be left out. ML.NET's other tools would leave it out too.
    IDataView IDataTransform.Source => EndConversion()
        ? Input
        : throw new NotSupportedException(
            $"{component} cannot take part in this operation, which would leave it out. In ConvertToOnnx, a component of ML.NET after it has no ONNX "
            + "form, or the data were filtered after it: Model.SaveAsOnnx of MLNetDeep.Onnx names the component; pass filtered data through Data.Cache.");

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx)
    {
        s_converted = this;
        return true;
    }

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        OnnxViews.CheckConverted(Input, component, ctx);
        Write(ctx);
    }

    /// <summary>Adds the component to a graph, whatever comes before it.</summary>
    public void Write(OnnxContext context)
    {
        EndConversion();
        OnnxExport.Write(component, mapping, new OnnxPipeline(context));
    }

    private bool EndConversion()
    {
        bool isConverted = ReferenceEquals(s_converted, this);
        s_converted = isConverted ? null : s_converted;
        return isConverted;
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"The view that {component} returned cannot be saved as a model: save the transformer, with Model.SaveSafely.");
}
