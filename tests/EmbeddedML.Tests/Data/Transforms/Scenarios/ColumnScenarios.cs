using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators that rearrange columns.</summary>
internal static class ColumnScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("Concatenate-scalars", ml => ml.Concatenate("Features", "A", "B"), Numbers()),
        new("Concatenate-mixed", ml => ml.Concatenate("Features", "A", "Sparse", "Named", "B"), Numbers()),
        new("Concatenate-sparse", ml => ml.Concatenate("Features", "Sparse", "Sparse", "Sparse"), Numbers()),
        new("Concatenate-half", ml => ml.Concatenate("Features", "Sparse", "Named"), Numbers()),
        new("Concatenate-one-vector", ml => ml.Concatenate("Features", "Named"), Numbers()),
        new("Concatenate-one-scalar", ml => ml.Concatenate("Features", "A"), Numbers()),
        new("Concatenate-variable", ml => ml.Concatenate("Features", "Named", "Variable"), Numbers()),
        new("Concatenate-normalized", ml => ml.Concatenate("Features", "Normalized", "Normalized"), Numbers()),
        new("Concatenate-categorical", ml => ml.Concatenate("Features", "A", "Normalized", "Named", "Normalized"), Numbers(), KeepsFile: true),
        new("Concatenate-texts", ml => ml.Concatenate("Texts", "Text", "Text"), Numbers()),
        new("Concatenate-replaces-input", ml => ml.Concatenate("A", "A", "B"), Numbers()),
        new("Concatenate-not-normalized-texts", ml => ml.Concatenate("Flags", "Flag", "Flag"), Numbers()),
        new("CopyColumns", ml => ml.CopyColumns("Copy", "Normalized"), Numbers(), KeepsFile: true),
        new("SelectColumns", ml => ml.SelectColumns("Text", "A"), Numbers(), KeepsFile: true),
        new("SelectColumns-again", ml => ml.CopyColumns("A", "Text").Append(ml.SelectColumns("Flag", "A")), Numbers()),
        new("SelectColumns-hidden", ml => ml.CopyColumns("A", "Text").Append(ml.SelectColumns(["Flag", "A"], keepHidden: true)), Numbers()),
        new("DropColumns", ml => ml.DropColumns("Text", "A"), Numbers(), KeepsFile: true),
        new("DropColumns-hidden", ml => ml.CopyColumns("A", "Text").Append(ml.DropColumns("A", "B")), Numbers()),
        new("DropColumns-keeps-hidden", ml => ml.CopyColumns("A", "Text").Append(ml.DropColumns("B", "Variable")), Numbers()),
        new("CopyColumns-onto-other", ml => ml.CopyColumns("A", "Text"), Numbers()),
    ];

    public static ArrayView Numbers() => new ArrayView()
        .Add("A", NumberDataViewType.Single, 1f, -2.5f, float.NaN)
        .Add("B", NumberDataViewType.Single, 0f, 3f, 1e-30f)
        .Add("Sparse", Vector(NumberDataViewType.Single, 5), [Sparse(5, (1, 2f)), Sparse<float>(5), Sparse(5, (0, 1f), (4, -1f))])
        .Add("Named", Vector(NumberDataViewType.Single, 3), [Dense(1f, 0f, 2f), Sparse(3, (2, 7f)), Dense(0f, 0f, 0f)], Annotations(["x", "", "z"]))
        .Add("Normalized", Vector(NumberDataViewType.Single, 4), [Dense(1f, 0f, 0f, .5f), Sparse(4, (0, 1f)), Sparse(4, (2, .25f))],
            Annotations(["p", "q", "r", "s"], isNormalized: true, categoricalRanges: [0, 1, 3, 3]))
        .Add("Variable", Vector(NumberDataViewType.Single, 0), [Dense(9f), Dense<float>(), Sparse(6, (3, 1f))])
        .Add("Text", TextDataViewType.Instance, Texts("one", "", "three"))
        .Add("Flag", BooleanDataViewType.Instance, true, false, true);
}
