using System.Text.Json;
using MLNetDeep.Neural;
using MLNetDeep.Onnx;
using MLNetDeep.TorchSharp;

namespace MLNetDeep.Conformance;

/// <summary>Checks that every layer is supported by every backend, exporter and reference, or that exclusions.json says why not.</summary>
public class CoverageTests
{
    // The columns of the support table, each with a function that tells whether it supports a layer.
    private static readonly (string Name, Func<LayerSpec, bool> Has)[] s_columns =
    [
        ("CPU", CpuBackend.Instance.Supports),
        ("Reference", ReferenceLayer.Has),
        ("TorchSharp", TorchBackend.Cpu().Supports),
        ("ONNX", OnnxLayerRegistry.Contains),
    ];

    // The module of ModuleLayerCases, which is not run here.
    static CoverageTests() => TorchModules.Register("linear-4-3", () => throw new NotSupportedException());

    private static readonly Type[] s_layers =
        [.. typeof(LayerSpec).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerSpec)) && !type.IsAbstract)];

    [Fact]
    public void Every_layer_has_cases() =>
        Assert.Equal(
            s_layers.Select(layer => layer.Name).Order(StringComparer.Ordinal),
            DerivedTypes.Create<LayerCases>().Select(cases => cases.Layer.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_case_contains_its_layer() =>
        Assert.All(
            DerivedTypes.Create<LayerCases>(),
            cases => Assert.All(cases.Cases, layerCase => Assert.Contains(layerCase.Network.Layers, layer => layer.GetType() == cases.Layer)));

    [Fact]
    public void Every_layer_is_in_every_column_or_excluded_with_a_reason()
    {
        List<Exclusion> exclusions = Exclusions();
        List<string> problems = [];
        foreach (Type type in s_layers)
        {
            LayerSpec layer = LayerCases.All.SelectMany(layerCase => layerCase.Network.Layers).First(candidate => candidate.GetType() == type);
            foreach ((string column, Func<LayerSpec, bool> has) in s_columns)
            {
                bool isExcluded = exclusions.RemoveAll(exclusion => exclusion.Layer == type.Name && exclusion.Column == column) > 0;
                if (has(layer) == isExcluded)
                {
                    problems.Add(isExcluded
                        ? $"{column} has {type.Name}: remove its exclusion."
                        : $"{column} does not have {type.Name}, and exclusions.json gives no reason.");
                }
            }
        }

        problems.AddRange(exclusions.Select(exclusion => $"There is no layer {exclusion.Layer} or no column {exclusion.Column}."));
        Assert.Empty(problems);
    }

    [Fact]
    public void Exclusions_have_reasons() => Assert.All(Exclusions(), exclusion => Assert.True(exclusion.Reason.Length > 10, $"{exclusion}"));

    private static List<Exclusion> Exclusions()
    {
        using Stream file = typeof(CoverageTests).Assembly.GetManifestResourceStream("exclusions.json")!;
        return JsonSerializer.Deserialize<List<Exclusion>>(file, JsonSerializerOptions.Web)!;
    }

    private sealed record Exclusion(string Layer, string Column, string Reason);
}
