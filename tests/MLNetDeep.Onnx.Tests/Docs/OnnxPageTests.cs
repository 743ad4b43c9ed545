using System.Globalization;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Onnx.Tests.Docs;

/// <summary>Compares the tables of versions and operators in docs/onnx.md with the code.</summary>
public class OnnxPageTests
{
    // Before and after other operators wherever values must be put in another order.
    private static readonly string[] s_orders = ["Transpose", "Reshape", "Squeeze"];

    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Repository.PathOf("docs", "onnx.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static readonly LayerSpec[] s_layers = [.. LayerCases.All.SelectMany(layerCase => layerCase.Network.Layers).Where(OnnxLayerRegistry.Contains)];

    [Fact]
    public void Each_layer_has_its_lowest_version()
    {
        Dictionary<string, int> expected = s_layers.Select(layer => layer.GetType()).Distinct().ToDictionary(type => type.Name, LowestOpset);
        Assert.Equivalent(expected, Table("layer").ToDictionary(row => row.Name, row => row.Opset), strict: true);

        static int LowestOpset(Type type) =>
            OnnxLayerRegistry.TryGet(s_layers.First(layer => layer.GetType() == type), out OnnxLayerForm? form) ? form.LowestOpset : 0;
    }

    [Fact]
    public void Each_activation_has_its_lowest_version()
    {
        Activation[] activations =
        [
            new Linear(), new Relu(), new LeakyRelu(), new Elu(), new Sigmoid(), new Tanh(), new Softplus(), new Softmax(), new Gelu(),
        ];
        Assert.Equivalent(
            activations.ToDictionary(activation => activation.GetType().Name, OnnxActivations.LowestOpsetOf),
            Table("activation").ToDictionary(row => row.Name, row => row.Opset),
            strict: true);
    }

    // The operators of a layer alone, without its activation, at all versions. Layers in it, and orders of values, add others.
    [Fact]
    public void Each_layer_has_the_operators_that_are_written()
    {
        List<string> wrong = [];
        foreach ((string name, _, string text) in Table("layer"))
        {
            bool hasOthers = text.Contains("those of", StringComparison.Ordinal);
            string[] listed = [.. text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsUpper(word[0])).Distinct()];
            string[] written = [.. Operators(name).Except(listed.Intersect(s_orders).Any() ? [] : s_orders)];
            string[] missing = hasOthers ? [] : [.. written.Except(listed)];
            string[] surplus = [.. listed.Except(written)];
            if (missing.Length + surplus.Length > 0)
            {
                wrong.Add($"{name}: not listed are {string.Join(", ", missing)}; not written are {string.Join(", ", surplus)}.");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Operators(string layer) => LayerCases.All
        .SelectMany(layerCase => Enumerable.Range(0, layerCase.Network.Layers.Length).Select(layerCase.Network.PlacedLayer))
        .Where(place => place.Spec.GetType().Name == layer)
        .SelectMany(place => Operators(new NetworkSpec(place.InputShape, [place.Spec.WithoutActivation() ?? new ActivationLayer(Activation.Linear)])))
        .Distinct();

    private static IEnumerable<string> Operators(NetworkSpec spec)
    {
        Network network = new(spec);
        foreach (int opset in Exports.OpsetsOf(spec))
        {
            OnnxGraph graph = new(opset);
            OnnxNetworkGraph.Write(network, graph, "input");
            foreach (string operation in graph.Nodes.Select(node => node.OpType))
            {
                yield return operation;
            }
        }
    }

    // Rows of a table with this first header: a row of several names is one for each.
    private static IEnumerable<(string Name, int Opset, string Operators)> Table(string header)
    {
        int first = Array.FindIndex(s_rows, row => row[0] == header && row[1] == "from version") + 2;
        IEnumerable<string[]> rows = s_rows.Skip(first).TakeWhile(row => row[1] != "from version" && row.Length == 3);
        return rows.SelectMany(row => row[0].Split(", ").Select(name => (name, int.Parse(row[1].Split(';')[0], CultureInfo.InvariantCulture), row[2])));
    }
}
