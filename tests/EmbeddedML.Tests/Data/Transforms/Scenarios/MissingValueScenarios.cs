using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators that find missing values, and replace them.</summary>
internal static class MissingValueScenarios
{
    private static readonly string[] s_inputs = ["Single", "Double", "Vector", "DoubleVector", "Variable", "Wide", "AllMissing"];

    private static readonly MissingValueReplacingEstimator.ReplacementMode[] s_modes =
    [
        MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
        MissingValueReplacingEstimator.ReplacementMode.Mean,
        MissingValueReplacingEstimator.ReplacementMode.Minimum,
        MissingValueReplacingEstimator.ReplacementMode.Maximum,
        MissingValueReplacingEstimator.ReplacementMode.Mode,
    ];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. s_inputs.Select(name => new Scenario($"IndicateMissingValues-{name}", ml => ml.IndicateMissingValues("Out", name), Data())),
        new("IndicateMissingValues-several", ml => ml.IndicateMissingValues([new InputOutputColumnPair("Single"), new InputOutputColumnPair("Out", "Wide")]), Data(), KeepsFile: true),
        .. s_inputs.SelectMany(name => s_modes.Select(mode => new Scenario($"ReplaceMissingValues-{name}-{mode}", ml => ml.ReplaceMissingValues("Out", name, mode), Data()))),
        .. s_inputs.Skip(2).SelectMany(name => s_modes.Select(mode => new Scenario($"ReplaceMissingValues-{name}-{mode}-across", ml => ml.ReplaceMissingValues("Out", name, mode, imputeBySlot: false), Data()))),
        new("ReplaceMissingValues-several", ml => ml.ReplaceMissingValues([new InputOutputColumnPair("Vector"), new InputOutputColumnPair("Out", "Double")], MissingValueReplacingEstimator.ReplacementMode.Mean), Data(), KeepsFile: true),
    ];

    private static ArrayView Data() => new ArrayView()
        .Add("Single", NumberDataViewType.Single, 1f, float.NaN, 0f, -2.5f, 1f, float.NegativeInfinity)
        .Add("Double", NumberDataViewType.Double, 1.0, double.NaN, 0.0, 1e300, -1e300, 3.0)
        .Add("Vector", Vector(NumberDataViewType.Single, 3),
            [Dense(1f, float.NaN, 3f), Dense(float.NaN, float.NaN, -3f), Sparse(3, (1, 2f)), Sparse(3, (2, float.NaN)), Dense(1f, 2f, 2f), Sparse<float>(3)],
            Annotations(["a", "b", "c"], isNormalized: true))
        .Add("DoubleVector", Vector(NumberDataViewType.Double, 2), [Dense(1.0, double.NaN), Dense(4.0, double.NaN), Sparse(2, (0, 2.0)), Sparse(2, (0, double.PositiveInfinity)), Dense(4.0, -1.0), Sparse<double>(2)])
        .Add("Variable", Vector(NumberDataViewType.Single, 0), [Dense(1f, float.NaN), Dense<float>(), Sparse(5, (1, 2f), (4, float.NaN)), Dense(float.NaN), Dense(7f, 7f), Sparse(9, (1, 7f))])
        .Add("Wide", Vector(NumberDataViewType.Single, 6),
            [Sparse(6, (1, float.NaN)), Sparse(6, (1, float.NaN), (2, 5f), (3, float.NaN)), Dense(float.NaN, float.NaN, float.NaN, 0f, 0f, 0f), Sparse(6, (0, 1f)), Dense(1f, 1f, 1f, 1f, 1f, float.NaN), Sparse<float>(6)])
        .Add("AllMissing", Vector(NumberDataViewType.Double, 1), [.. Enumerable.Repeat(Dense(double.NaN), 6)]);
}
