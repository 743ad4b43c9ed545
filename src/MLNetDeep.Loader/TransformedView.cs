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
    // 1 between the converter's two calls in its walk: CanSaveOnnx, then Source.
    private int _isConverted;

    public abstract DataViewSchema Schema { get; }

    public abstract bool CanShuffle { get; }

    /// <summary>The input rows.</summary>
    public IDataView Input { get; } = input;

    // ML.NET's converter asks CanSaveOnnx first. If it asks for the source alone, it has met a component that it cannot convert, and goes
    // to the first view of the pipeline; this component would be left out. ML.NET's other tools would leave it out too.
    IDataView IDataTransform.Source => Interlocked.Exchange(ref _isConverted, 0) == 1
        ? Input
        : throw new NotSupportedException(
            $"{component} cannot take part in this operation, which would leave it out. In ConvertToOnnx, a component of ML.NET after it has no ONNX "
            + "form, or the data were filtered after it: Model.SaveAsOnnx of MLNetDeep.Onnx names the component; pass filtered data through Data.Cache.");

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx)
    {
        Interlocked.Exchange(ref _isConverted, 1);
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
        Interlocked.Exchange(ref _isConverted, 0);
        OnnxExport.Write(component, mapping, new OnnxPipeline(context));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"The view that {component} returned cannot be saved as a model: save the transformer, with Model.SaveSafely.");
}
