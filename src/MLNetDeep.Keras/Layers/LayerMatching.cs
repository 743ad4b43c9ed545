using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Keras.Files;
using MLNetDeep.Neural;

namespace MLNetDeep.Keras.Layers;

/// <summary>Gives each layer of a network the arrays of a layer in a file, and converts them.</summary>
internal sealed partial class LayerMatching
{
    private const int MaxNames = 5;

    private readonly KerasContent _content;
    private readonly string _path;
    private readonly Dictionary<string, KerasVariables> _groups;
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, Queue<string>> _layersByClass;
    private readonly Queue<KerasVariables> _layersInOrder;

    private LayerMatching(KerasContent content, string path)
    {
        _content = content;
        _path = path;
        _groups = content.Groups.DistinctBy(group => group.Path).ToDictionary(group => group.Path);
        _layersInOrder = new(content.Groups);
        _layersByClass = content.Groups.Select(group => group.Path.Split('/')[0]).Distinct()
            .GroupBy(ClassOf)
            .ToDictionary(group => group.Key, group => new Queue<string>(group.OrderBy(NumberOf)));
    }

    /// <summary>Returns a tensor for each parameter of a network.</summary>
    /// <exception cref="ArgumentException">The layers of the file do not fit those of the network.</exception>
    public static IReadOnlyList<NamedTensor> Match(KerasContent content, NetworkSpec spec, string path)
    {
        LayerMatching matching = new(content, path);
        List<NamedTensor> tensors = [];
        foreach (IGrouping<int, ParameterSpec> parameters in spec.Parameters.GroupBy(parameter => parameter.LayerIndex))
        {
            PlacedLayer layer = spec.PlacedLayer(parameters.Key);
            KerasLayer keras = KerasLayers.Find(layer) ?? throw new ArgumentException(
                $"Layer {layer.Index}, {layer.Spec.GetType().Name}, has weights that Keras's files do not tell apart by the order of layers. Accepted: "
                + "layers that follow each other.");
            float[][] values = keras.Convert(matching.Take(layer, keras));
            tensors.AddRange(parameters.Zip(values, (parameter, array) => new NamedTensor(parameter.Name, parameter.Shape, parameter.InFileOrder(array))));
        }

        matching.CheckRest();
        return tensors;
    }

    private static string ClassOf(string layer) => NumberAtEnd().Replace(layer, "");

    private static int NumberOf(string layer) =>
        int.TryParse(NumberAtEnd().Match(layer).Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    [GeneratedRegex("_([0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAtEnd();

    private float[][] Take(PlacedLayer layer, KerasLayer keras)
    {
        (string name, ImmutableArray<KerasVariable> variables) = _content.HasClassNames ? TakeByClass(layer, keras) : TakeNext(layer, keras);
        KerasArray[] expected = [.. keras.Arrays];
        if (!variables.Select(variable => variable.Shape).SequenceEqual(expected.Select(array => array.Shape), ShapeComparer.Instance))
        {
            throw new ArgumentException(
                $"The layer '{name}' in '{_path}' has arrays of the shapes {Text(variables.Select(variable => variable.Shape))}, but layer {layer.Index} of the network, "
                + $"{layer.Spec.GetType().Name}, needs {string.Join(", ", expected.Select(array => $"{array.Name} {Text(array.Shape)}"))}.{Advice(layer, variables)}");
        }

        return [.. variables.Select(variable => variable.Values)];
    }

    private (string Name, ImmutableArray<KerasVariable> Variables) TakeByClass(PlacedLayer layer, KerasLayer keras)
    {
        if (!_layersByClass.TryGetValue(keras.ClassName, out Queue<string>? names) || !names.TryDequeue(out string? name))
        {
            throw Missing(layer, $"no further layer '{keras.ClassName}'");
        }

        List<KerasVariable> variables = [];
        foreach (KerasPart part in keras.Parts)
        {
            string path = part.Path.Length == 0 ? name : $"{name}/{part.Path}";
            if (_groups.TryGetValue(path, out KerasVariables? group) || _groups.TryGetValue($"{name}/_{part.Path}", out group))
            {
                variables.AddRange(group.Variables);
                _taken.Add(group.Path);
            }
        }

        return (name, [.. variables]);
    }

    private (string Name, ImmutableArray<KerasVariable> Variables) TakeNext(PlacedLayer layer, KerasLayer keras)
    {
        if (!_layersInOrder.TryDequeue(out KerasVariables? next))
        {
            throw Missing(layer, $"no further layer, although it needs a '{keras.ClassName}'");
        }

        return (next.Path, next.Variables);
    }

    private ArgumentException Missing(PlacedLayer layer, string what) => new(
        $"For layer {layer.Index} of the network, {layer.Spec.GetType().Name}, '{_path}' has {what}. It has weights of {Names(_content.Groups.Select(group => group.Path))}.");

    // A part of a model that is not read must not go unnoticed.
    private void CheckRest()
    {
        string[] rest = [.. (_content.HasClassNames ? _content.Groups.Where(group => !_taken.Contains(group.Path)) : _layersInOrder).Select(group => group.Path)];
        if (rest.Length > 0)
        {
            throw new ArgumentException(
                $"'{_path}' has weights of {Names(rest)}, for which the network has no layer. Models in models are not read.");
        }
    }

    private static string Advice(PlacedLayer layer, ImmutableArray<KerasVariable> variables) =>
        (layer.Spec is GRU or Bidirectional { Layer: GRU } && variables.Length > 2 && variables[2].Shape.Length == 1)
            ? " A GRU with reset_after=False computes another formula and is not read."
            : "";

    private static string Text(IEnumerable<ImmutableArray<int>> shapes) => string.Join(", ", shapes.Select(Text));

    private static string Text(ImmutableArray<int> shape) => $"[{string.Join(", ", shape)}]";

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0 ? "no layers" : $"{string.Join(", ", all.Take(MaxNames))}{(all.Length > MaxNames ? $" and {all.Length - MaxNames} more" : "")}";
    }

    private sealed class ShapeComparer : IEqualityComparer<ImmutableArray<int>>
    {
        public static readonly ShapeComparer Instance = new();

        public bool Equals(ImmutableArray<int> left, ImmutableArray<int> right) => left.AsSpan().SequenceEqual(right.AsSpan());

        public int GetHashCode(ImmutableArray<int> shape) => shape.Length;
    }
}
