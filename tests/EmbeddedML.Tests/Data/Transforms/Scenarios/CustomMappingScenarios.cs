using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Custom mappings. The contract names the assembly, so the recording program must have the name of this one.</summary>
internal static class CustomMappingScenarios
{
    private const string ContractName = "Measures";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("CustomMapping", ml => ml.CustomMapping(new MeasuresFactory().GetMapping(), ContractName), Data(), KeepsFile: true),
        new("CustomMapping-chain", ml => ml.CustomMapping(new MeasuresFactory().GetMapping(), ContractName).Append(ml.NormalizeMinMax("Lengths")).Append(ml.Conversion.MapValueToKey("Shout")), Data()),
    ];

    private static ArrayView Data() => new ArrayView()
        .Add("Unused", NumberDataViewType.Single, 1f, 2f, 3f, 4f)
        .Add("Text", TextDataViewType.Instance, Texts("a", "", "some words", "b b"))
        .Add("Weight", NumberDataViewType.Single, 0.5f, float.NaN, -3, 7)
        .Add("Sizes", Vector(NumberDataViewType.Double, 3), [Dense(1d, 2, 3), Sparse(3, (1, 4d)), Sparse<double>(3), Dense<double>(0, 0, 9)])
        .Add("Flag", BooleanDataViewType.Instance, true, false, true, false);

    /// <summary>What is read.</summary>
    public sealed class Item
    {
        public string Text { get; set; } = "";

        public float Weight = float.NaN;

        [VectorType(3)]
        public double[] Sizes = [];

        [ColumnName("Flag")]
        public bool IsKept { get; set; }
    }

    /// <summary>What is added, one column in place of one that is read.</summary>
    public sealed class Measures
    {
        public string Shout { get; set; } = "";

        [VectorType(2)]
        public float[] Lengths { get; set; } = [];

        [ColumnName("Weight")]
        public double Total;

        [KeyType(4)]
        public uint Place { get; set; }

        public VBuffer<int> Positions;
    }

    [CustomMappingFactoryAttribute(ContractName)]
    internal sealed class MeasuresFactory : CustomMappingFactory<Item, Measures>
    {
        public override Action<Item, Measures> GetMapping() => static (item, measures) =>
        {
            measures.Shout = item.IsKept ? item.Text.ToUpperInvariant() : item.Text;
            measures.Lengths = [item.Text.Length, (float)item.Sizes.Sum()];
            measures.Total = item.Weight + item.Sizes[0];
            measures.Place = (uint)item.Text.Length;
            measures.Positions = new VBuffer<int>(5, 1, [item.Text.Length + 1], [2]);
        };
    }
}
