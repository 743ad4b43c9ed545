using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>
/// Base class of the views that MLNetDeep's transformers return. ML.NET's tools that walk back through the views of a pipeline, such as
/// ConvertToOnnx, end without an error at a view that is not ML.NET's, and leave out all components before it. This class takes part in
/// the walk in order to refuse it by name.
/// </summary>
/// <param name="component">The name of the transformer.</param>
internal abstract class TransformedView(string component) : ITransformCanSaveOnnx
{
    public abstract DataViewSchema Schema { get; }

    public abstract bool CanShuffle { get; }

    IDataView IDataTransform.Source => throw new NotSupportedException(
        $"{component} cannot take part in this operation, which works only on pipelines of ML.NET's own components.");

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => throw CannotConvert();

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => throw CannotConvert();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"The view that {component} returned cannot be saved as a model: save the transformer, with Model.SaveSafely.");

    private NotSupportedException CannotConvert() => new(
        $"{component} cannot be converted to ONNX: ConvertToOnnx converts only ML.NET's own components. Save the whole pipeline with Model.SaveSafely, or "
        + $"convert the part before {component} or the part after it; for the part after it, pass the data through Data.Cache.");
}
