using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators that bring numbers to a common scale.</summary>
internal static class NormalizerScenarios
{
    private static readonly string[] s_inputs = ["Single", "Double", "Vector", "DoubleVector", "One", "Wide", "Image", "Constant"];

    private static readonly LpNormNormalizingEstimatorBase.NormFunction[] s_norms = Enum.GetValues<LpNormNormalizingEstimatorBase.NormFunction>();

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. s_inputs.Select(name => new Scenario($"NormalizeMinMax-{name}", ml => ml.NormalizeMinMax("Out", name), Train(), Apply())),
        .. s_inputs.Select(name => new Scenario($"NormalizeMinMax-{name}-shifted", ml => ml.NormalizeMinMax("Out", name, fixZero: false), Train(), Apply())),
        .. s_inputs.Select(name => new Scenario($"NormalizeMeanVariance-{name}", ml => ml.NormalizeMeanVariance("Out", name), Train(), Apply())),
        .. s_inputs.Select(name => new Scenario($"NormalizeMeanVariance-{name}-shifted", ml => ml.NormalizeMeanVariance("Out", name, fixZero: false), Train(), Apply())),
        .. s_inputs.Select(name => new Scenario($"NormalizeMeanVariance-{name}-cdf", ml => ml.NormalizeMeanVariance("Out", name, useCdf: true), Train(), Apply())),
        new("NormalizeMinMax-maximum", ml => ml.NormalizeMinMax("Out", "Vector", maximumExampleCount: 2), Train(), Apply()),
        new("NormalizeMeanVariance-maximum", ml => ml.NormalizeMeanVariance("Out", "Single", maximumExampleCount: 3), Train(), Apply()),
        new("NormalizeMinMax-several", ml => ml.NormalizeMinMax([new InputOutputColumnPair("Vector"), new InputOutputColumnPair("Out", "Double")], fixZero: false), Train(), Apply(), KeepsFile: true),
        new("NormalizeMeanVariance-several", ml => ml.NormalizeMeanVariance([new InputOutputColumnPair("Single"), new InputOutputColumnPair("Out", "Wide")], fixZero: false, useCdf: true), Train(), Apply(), KeepsFile: true),
        .. s_norms.SelectMany(norm => new[] { "Vector", "Wide", "Even" }.Select(name => new Scenario($"NormalizeLpNorm-{name}-{norm}", ml => ml.NormalizeLpNorm("Out", name, norm), Norms()))),
        .. s_norms.SelectMany(norm => new[] { "Vector", "Wide", "Even" }.Select(name => new Scenario($"NormalizeLpNorm-{name}-{norm}-centered", ml => ml.NormalizeLpNorm("Out", name, norm, ensureZeroMean: true), Norms()))),
        new("NormalizeLpNorm", ml => ml.NormalizeLpNorm("Vector"), Norms(), KeepsFile: true),
    ];

    // Few values, and such that their sums are exact: sums over many depend on the machine in their last bits.
    private static ArrayView Norms() => new ArrayView()
        .Add("Vector", Vector(NumberDataViewType.Single, 3), [Dense(1f, -2f, 4f), Dense(3f, 0f, 0f), Sparse(3, (0, -1f)), Dense(0f, 0f, 0f), Sparse<float>(3)], ArrayView.SlotNames("a", "b", "c"))
        .Add("Wide", Vector(NumberDataViewType.Single, 8), [Sparse(8, (0, 3f), (5, 2f)), Sparse(8, (5, -4f)), Sparse<float>(8), Sparse(8, (7, 1e20f)), Dense(1f, 0f, 0f, 0f, 2f, 0f, 0f, 0f)])
        .Add("Even", Vector(NumberDataViewType.Single, 4), [Dense(1f, 2f, 3f, 4f), Dense(2f, 2f, 2f, 2f), Dense(-1f, 1f, -1f, 1f), Dense(float.NaN, 0f, 1f, 2f), Dense(1e-30f, 0f, 0f, 0f)]);

    private static ArrayView Train() => new ArrayView()
        .Add("Single", NumberDataViewType.Single, 1f, -3f, 0f, float.NaN, 2.5f)
        .Add("Double", NumberDataViewType.Double, 1.0, 4.0, 1e-3, double.PositiveInfinity, 2.5)
        .Add("Vector", Vector(NumberDataViewType.Single, 3), [Dense(1f, -2f, 5f), Dense(3f, 0f, 5f), Sparse(3, (0, -1f)), Dense(0f, float.NaN, 5f), Dense(.1f, .2f, 5f)], ArrayView.SlotNames("a", "b", "c"))
        .Add("DoubleVector", Vector(NumberDataViewType.Double, 2), [Dense(1.0, -2.0), Dense(3.0, 0.0), Sparse(2, (0, -1.0)), Dense(0.0, double.NaN), Dense(.1, .2)])
        .Add("One", Vector(NumberDataViewType.Single, 1), [Dense(1f), Dense(3f), Sparse<float>(1), Dense(2f), Dense(4f)])
        .Add("Wide", Vector(NumberDataViewType.Single, 8), [Sparse(8, (0, 3f), (5, 2f)), Sparse(8, (5, -4f)), Sparse<float>(8), Sparse(8, (7, 1f)), Dense(1f, 0f, 0f, 0f, 2f, 0f, 0f, 0f)])
        .Add("Image", new VectorDataViewType(NumberDataViewType.Single, 2, 2, 3), [.. Enumerable.Range(0, 5).Select(row => Dense([.. Enumerable.Range(0, 12).Select(i => MathF.Sin((row * 12) + i) * i)]))])
        .Add("Constant", Vector(NumberDataViewType.Single, 2), [.. Enumerable.Repeat(Dense(7f, 0f), 5)]);

    private static ArrayView Apply() => new ArrayView()
        .Add("Single", NumberDataViewType.Single, -0f, 100f, float.NegativeInfinity, float.NaN)
        .Add("Double", NumberDataViewType.Double, -0.0, 1.5, double.NegativeInfinity, 7.25)
        .Add("Vector", Vector(NumberDataViewType.Single, 3), [Dense(1f, 0f, 0f), Sparse(3, (1, 2f)), Sparse<float>(3), Dense(-0f, float.NaN, 6f)])
        .Add("DoubleVector", Vector(NumberDataViewType.Double, 2), [Dense(0.0, 0.0), Sparse(2, (1, 2.0)), Sparse<double>(2), Dense(-0.0, 5.0)])
        .Add("One", Vector(NumberDataViewType.Single, 1), [Dense(0f), Dense(8f), Sparse<float>(1), Dense(-1f)])
        .Add("Wide", Vector(NumberDataViewType.Single, 8), [Sparse(8, (1, 3f), (5, 2f), (6, 9f)), Dense(0f, 0f, 0f, 0f, 0f, 0f, 0f, 1f), Sparse<float>(8), Dense(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f)])
        .Add("Image", new VectorDataViewType(NumberDataViewType.Single, 2, 2, 3), [.. Enumerable.Range(0, 4).Select(row => Dense([.. Enumerable.Range(0, 12).Select(i => MathF.Cos((row * 12) + i) * i)]))])
        .Add("Constant", Vector(NumberDataViewType.Single, 2), [Dense(7f, 1f), Dense(8f, 0f), Sparse(2, (1, 1f)), Sparse<float>(2)]);
}
