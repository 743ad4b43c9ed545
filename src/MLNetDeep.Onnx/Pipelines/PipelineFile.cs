using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// The model that ML.NET's converter wrote, put into shape: names of columns for inputs and outputs, a batch of any size, and no nodes
/// that no output is computed from.
/// </summary>
internal sealed class PipelineFile
{
    private const string BatchDimension = "batch";

    // ML.NET's converter gives an output the name of its column with this suffix. ApplyOnnxModel leaves it out in the names of its columns.
    private const string OutputSuffix = ".output";

    // Nodes with which ML.NET's converter keeps the names of a vector's slots. ApplyOnnxModel finds them by their names.
    private const string SlotNamesSuffix = ".SlotNames";

    private readonly ModelProto _model;
    private readonly PipelinePlan _plan;

    public PipelineFile(byte[] model, PipelinePlan plan)
    {
        _model = ModelProto.Parser.ParseFrom(model);
        _plan = plan;
        CheckConnected();
        NameOutputs();
        FlattenInputs();
        ShapeOutputs();
        RemoveUnused();
        CheckOperators();
        SetShapes();
        AddKeyValues();
    }

    private GraphProto Graph => _model.Graph;

    /// <summary>Writes the model.</summary>
    public void Write(Stream destination) => _model.WriteTo(destination);

    private void CheckConnected()
    {
        HashSet<string> known = ["", .. Graph.Input.Select(input => input.Name), .. Graph.Initializer.Select(constant => constant.Name)];
        foreach (NodeProto node in Graph.Node)
        {
            if (node.Input.FirstOrDefault(input => !known.Contains(input)) is { } missing)
            {
                throw new NotSupportedException(
                    $"The pipeline cannot be converted to ONNX: the node {node.Name} takes '{missing}', which no component of the pipeline wrote.");
            }

            known.UnionWith(node.Output);
        }
    }

    // The converter ends with a node for each output column, in order. Its other outputs belong to the names of slots.
    private void NameOutputs()
    {
        Dictionary<string, NodeProto> makers = Graph.Node.SelectMany(node => node.Output.Select(output => (output, node)))
            .ToDictionary(item => item.output, item => item.node);
        ValueInfoProto[] outputs = [.. Graph.Output.Where(output => makers[output.Name].OpType == "Identity")];
        string[] columns = [.. _plan.Outputs.Where(column => !column.IsHidden).Select(column => column.Name)];
        if (outputs.Length != columns.Length)
        {
            throw new NotSupportedException($"The pipeline cannot be converted to ONNX: it has {columns.Length} output columns, but ML.NET wrote {outputs.Length}.");
        }

        Graph.Output.Clear();
        Graph.Output.AddRange(outputs);
        HashSet<string> inputs = [.. Graph.Input.Select(input => input.Name)];
        Dictionary<string, string> names = [];
        for (int i = 0; i < columns.Length; i++)
        {
            names[outputs[i].Name] = inputs.Contains(columns[i]) ? FreeName(columns[i] + OutputSuffix, [.. inputs, .. columns]) : columns[i];
        }

        HashSet<string> present = [.. AllNames()];
        foreach (string name in names.Values.Except(names.Keys).Where(present.Contains).ToArray())
        {
            names[name] = FreeName($"{name}_column", present);
        }

        Rename(names);
    }

    private IEnumerable<string> AllNames() =>
    [
        .. Graph.Input.Select(input => input.Name),
        .. Graph.Node.SelectMany(node => node.Input.Concat(node.Output)),
        .. Graph.Initializer.Select(constant => constant.Name),
    ];

    private void Rename(Dictionary<string, string> names)
    {
        foreach (NodeProto node in Graph.Node)
        {
            Rename(node.Input, names);
            Rename(node.Output, names);
        }

        foreach (TensorProto constant in Graph.Initializer)
        {
            constant.Name = names.GetValueOrDefault(constant.Name, constant.Name);
        }

        foreach (ValueInfoProto output in Graph.Output)
        {
            output.Name = names.GetValueOrDefault(output.Name, output.Name);
        }
    }

    private static void Rename(IList<string> list, Dictionary<string, string> names)
    {
        for (int i = 0; i < list.Count; i++)
        {
            list[i] = names.GetValueOrDefault(list[i], list[i]);
        }
    }

    // ML.NET's components take vectors of several dimensions for flat ones, and write operators that need flat ones.
    private void FlattenInputs()
    {
        foreach (ValueInfoProto input in Graph.Input.Where(input => Dimensions(input).Length > 1))
        {
            string flat = FreeName($"{input.Name}_flat");
            Rename(new Dictionary<string, string> { [input.Name] = flat });
            Graph.Node.Insert(0, Reshape(input.Name, flat, [-1, Dimensions(input).Aggregate(1L, (size, dimension) => size * dimension)]));
        }
    }

    // Some components of ML.NET write another shape than they state, such as [batch, 1, categories], or floats where they state doubles. A
    // vector of varying size has the size 0 here.
    private void ShapeOutputs()
    {
        foreach (ValueInfoProto output in Graph.Output.Where(output => !Dimensions(output).Contains(0)))
        {
            NodeProto last = Graph.Node.Single(node => node.Output.Contains(output.Name));
            Graph.Node.Remove(last);
            string values = output.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Double
                ? AddCast(last.Input[0], TensorProto.Types.DataType.Double)
                : last.Input[0];
            Graph.Node.Add(Reshape(values, output.Name, [-1, .. Dimensions(output)]));
        }
    }

    private string AddCast(string input, TensorProto.Types.DataType type)
    {
        string output = FreeName($"{input}_cast");
        NodeProto node = new() { OpType = "Cast", Name = output };
        node.Input.Add(input);
        node.Output.Add(output);
        node.Attribute.Add(OnnxAttribute.Integer("to", (int)type));
        Graph.Node.Add(node);
        return output;
    }

    private static long[] Dimensions(ValueInfoProto value) =>
        [.. value.Type.TensorType.Shape.Dim.Skip(1).Select(dimension => dimension.DimValue)];

    private NodeProto Reshape(string input, string output, IEnumerable<long> shape)
    {
        TensorProto constant = new() { Name = FreeName($"{output}_shape"), DataType = (int)TensorProto.Types.DataType.Int64 };
        constant.Int64Data.AddRange(shape);
        constant.Dims.Add(constant.Int64Data.Count);
        Graph.Initializer.Add(constant);
        NodeProto node = new() { OpType = "Reshape", Name = $"{output}_reshape" };
        node.Input.Add([input, constant.Name]);
        node.Output.Add(output);
        return node;
    }

    private string FreeName(string name) => FreeName(name, [.. AllNames()]);

    private static string FreeName(string name, HashSet<string> taken) =>
        Enumerable.Range(0, int.MaxValue).Select(i => i == 0 ? name : $"{name}_{i}").First(free => !taken.Contains(free));

    private void RemoveUnused()
    {
        HashSet<string> used = [.. Graph.Output.Select(output => output.Name)];
        Stack<NodeProto> nodes = new();
        foreach (NodeProto node in Graph.Node.Reverse())
        {
            if (node.Name.EndsWith(SlotNamesSuffix, StringComparison.Ordinal) || node.Output.Any(used.Contains))
            {
                nodes.Push(node);
                used.UnionWith(node.Input);
            }
        }

        Graph.Node.Clear();
        Graph.Node.AddRange(nodes);
        TensorProto[] constants = [.. Graph.Initializer.Where(constant => used.Contains(constant.Name))];
        Graph.Initializer.Clear();
        Graph.Initializer.AddRange(constants);

        // The shapes that ML.NET states for the tensors between are not always theirs.
        Graph.ValueInfo.Clear();
    }

    // Other operators are those of one runtime.
    private void CheckOperators()
    {
        if (Graph.Node.FirstOrDefault(node => node.Domain is not ("" or "ai.onnx" or "ai.onnx.ml")) is { } other)
        {
            string components = string.Join(", ", _plan.Steps.Select(step => step.Component).Distinct());
            throw new NotSupportedException(
                $"The pipeline cannot be converted to ONNX: ML.NET's form of one of its components ({components}) has the operator "
                + $"{other.Domain}:{other.OpType}, which is no standard operator.");
        }
    }

    private void SetShapes()
    {
        foreach (ValueInfoProto value in Graph.Input.Concat(Graph.Output))
        {
            value.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = BatchDimension };
        }

        // A vector of varying size is as long as the rows of the network that reads it.
        foreach (ValueInfoProto input in Graph.Input.Where(input => _plan.Root.Schema[input.Name].Type is VectorDataViewType { IsKnownSize: false }))
        {
            NetworkTransformer? network = _plan.Steps.Select(step => step.Transformer).OfType<NetworkTransformer>()
                .FirstOrDefault(transformer => transformer.FeatureColumnName == input.Name);
            if (network is null)
            {
                throw new NotSupportedException($"The pipeline reads the column '{input.Name}', whose vectors have no fixed size.");
            }

            input.Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimValue = network.Model.Spec.InputSize };
        }
    }

    // A key is a number in the graph. What the numbers stand for is in the model's metadata, as a JSON array of texts.
    private void AddKeyValues()
    {
        foreach (DataViewSchema.Column column in _plan.Outputs)
        {
            if (KeyValues(column) is { } texts)
            {
                _model.MetadataProps.Add(new StringStringEntryProto { Key = $"{column.Name}.KeyValues", Value = JsonSerializer.Serialize(texts) });
            }
        }
    }

    private static string[]? KeyValues(DataViewSchema.Column column)
    {
        const string Kind = AnnotationNames.KeyValues;
        return ((column.Type as VectorDataViewType)?.ItemType ?? column.Type) is KeyDataViewType key
            && column.Annotations.Schema.GetColumnOrNull(Kind)?.Type is VectorDataViewType { IsKnownSize: true } values
            && (ulong)values.Size == key.Count
            ? LabelValueKind.Find(values.ItemType)?.Read(column.Annotations, Kind).ToTexts()
            : null;
    }
}
