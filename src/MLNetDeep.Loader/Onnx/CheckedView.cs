using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>
/// Stands for a view of a pipeline while ML.NET's converter walks through it. The converter ends at a view that it cannot convert, and
/// components of ML.NET leave out columns that they cannot convert; both without an error. This class throws then, and names the
/// component.
/// </summary>
internal sealed class CheckedView : ITransformCanSaveOnnx
{
    private readonly IDataView _view;
    private readonly string _component;
    private readonly IDataView _source;
    private readonly IReadOnlyCollection<string> _needed;
    private readonly IReadOnlyCollection<string> _added;
    private readonly Action<OnnxPipeline>? _write;

    /// <param name="view">The view of the pipeline.</param>
    /// <param name="component">The name of the transformer that returned it.</param>
    /// <param name="source">What stands for the view before it.</param>
    /// <param name="schema">The columns that the converter shall see.</param>
    /// <param name="needed">The columns that must have tensors after the component.</param>
    /// <param name="added">Those of them that the component makes.</param>
    /// <param name="write">Adds the component to the graph in place of ML.NET's own form; null for that one.</param>
    public CheckedView(
        IDataView view,
        string component,
        IDataView source,
        DataViewSchema schema,
        IReadOnlyCollection<string> needed,
        IReadOnlyCollection<string> added,
        Action<OnnxPipeline>? write)
    {
        _view = view;
        _component = component;
        _source = source;
        _needed = needed;
        _added = added;
        _write = write;
        Schema = schema;
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    IDataView IDataTransform.Source => _source;

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => throw NoRows();

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => throw NoRows();

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => _write is not null || _view is TransformedView || (_view is ITransformCanSaveOnnx view && view.CanSaveOnnx(ctx))
        ? true
        : throw new NotSupportedException($"{_component} cannot be converted to ONNX: ML.NET has no ONNX form for it.");

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        Dictionary<string, string> before = _added.Where(ctx.ContainsColumn).ToDictionary(column => column, ctx.GetVariableName);
        try
        {
            Save(ctx);
        }
        catch (Exception e) when (e is not NotSupportedException)
        {
            throw new NotSupportedException($"{_component} cannot be converted to ONNX: {e.Message}", e);
        }

        foreach (string column in _needed)
        {
            if (!ctx.ContainsColumn(column) || (before.TryGetValue(column, out string? tensor) && ctx.GetVariableName(column) == tensor))
            {
                throw new NotSupportedException(
                    $"{_component} cannot be converted to ONNX: ML.NET has no ONNX form for its column '{column}' ({_view.Schema[column].Type}).");
            }
        }
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw NoRows();

    private void Save(OnnxContext ctx)
    {
        if (_write is not null)
        {
            _write(new OnnxPipeline(ctx));
        }
        else if (_view is TransformedView ours)
        {
            ours.Write(ctx);
        }
        else
        {
            ((ITransformCanSaveOnnx)_view).SaveAsOnnx(ctx);
        }
    }

    private static NotSupportedException NoRows() => new("The view stands for a component of a pipeline that is converted to ONNX. It has no rows.");
}
