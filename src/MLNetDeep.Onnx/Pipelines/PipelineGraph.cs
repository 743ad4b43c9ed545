using Microsoft.ML;
using Microsoft.ML.Data;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// The part of a pipeline's graph that one component adds. It is built as a graph of its own, so that a refusal leaves nothing behind, and
/// then added to the pipeline's graph node by node.
/// </summary>
/// <param name="component">The name of the transformer, for messages.</param>
/// <param name="pipeline">The graph of the pipeline.</param>
internal sealed class PipelineGraph(string component, OnnxPipeline pipeline)
{
    // Tensors of this graph that are columns of the pipeline: those that the component reads, by their names here.
    private readonly Dictionary<string, string> _inputs = [];

    // The columns that the component adds, with their tensors here.
    private readonly List<(DataViewType Type, string Column, string Tensor)> _columns = [];

    /// <summary>The nodes and constants of the component.</summary>
    public OnnxGraph Graph { get; } = new(pipeline.Opset);

    /// <summary>Returns the tensor of a column that the component reads.</summary>
    /// <exception cref="NotSupportedException">A component before it could not write the column.</exception>
    public string Input(DataViewSchema.Column column)
    {
        if (!pipeline.HasColumn(column.Name))
        {
            throw new NotSupportedException(
                $"{component} cannot be converted to ONNX: a component of ML.NET before it has no ONNX form for the column '{column.Name}' ({column.Type}).");
        }

        string name = Graph.UniqueName(column.Name);
        _inputs[name] = pipeline.Column(column.Name);
        return name;
    }

    /// <summary>Returns the tensor of a column of numbers or keys as numbers of another type.</summary>
    /// <param name="column">The column.</param>
    /// <param name="type">The type that the tensor shall have.</param>
    public string Input(DataViewSchema.Column column, TensorProto.Types.DataType type)
    {
        string name = Input(column);
        DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        return type == TensorProto.Types.DataType.Float && item == NumberDataViewType.Single ? name : Cast(name, type);
    }

    /// <summary>Converts the values of a tensor.</summary>
    public string Cast(string input, TensorProto.Types.DataType type) => Graph.Add("Cast", [input], OnnxAttribute.Integer("to", (int)type));

    /// <summary>Makes a tensor a column that the component adds.</summary>
    public void AddColumn(DataViewSchema.DetachedColumn column, string tensor) => _columns.Add((column.Type, column.Name, tensor));

    /// <summary>Adds the component to the graph of the pipeline.</summary>
    public void Commit()
    {
        // Each column ends in a node of its own, so that two columns may be the same tensor.
        Dictionary<string, string> outputs = [];
        foreach ((DataViewType type, string column, string tensor) in _columns)
        {
            outputs[Graph.Add("Identity", [tensor])] = pipeline.AddColumn(type, column);
        }

        new PipelineReplay(pipeline, _inputs, outputs).Write(Graph);
    }
}
