using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;
using static Microsoft.ML.Transforms.Text.NgramExtractingEstimator;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators that make slots of n-grams.</summary>
internal static class NgramScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Enum.GetValues<WeightingCriteria>().SelectMany(weighting => new Scenario[]
        {
            new($"Ngrams-{weighting}", ml => ml.Text.ProduceNgrams("Out", "Keys", weighting: weighting), Data(), Other(), KeepsFile: true),
            new($"Ngrams-{weighting}-skips", ml => ml.Text.ProduceNgrams("Out", "Keys", 3, 2, weighting: weighting), Data(), Other()),
            new($"Ngrams-{weighting}-one-length", ml => ml.Text.ProduceNgrams("Out", "Keys", 3, useAllLengths: false, weighting: weighting), Data(), Other()),
            new($"Ngrams-{weighting}-few", ml => ml.Text.ProduceNgrams("Out", "Keys", 3, 1, maximumNgramsCount: 4, weighting: weighting), Data(), Other()),
            new($"Ngrams-{weighting}-few-of-one-length", ml => ml.Text.ProduceNgrams("Out", "Keys", 2, useAllLengths: false, maximumNgramsCount: 2, weighting: weighting), Data(), Other()),
            new($"Ngrams-{weighting}-none", ml => ml.Text.ProduceNgrams("Out", "Empty", weighting: weighting), Data()),
            new($"Ngrams-{weighting}-longest", ml => ml.Text.ProduceNgrams("Out", "Keys", 6, 4, weighting: weighting), Data(), Other()),
        }),
        new("Ngrams-bytes", ml => ml.Text.ProduceNgrams("Bytes", ngramLength: 1), Data(), Other()),
        new("Ngrams-without-names", ml => ml.Text.ProduceNgrams("Out", "Nameless"), Data(), Other()),
        new("WordBags", ml => ml.Text.ProduceWordBags("Out", "Text"), Data(), Other(), KeepsFile: true),
        new("WordBags-in-place", ml => ml.Text.ProduceWordBags("Texts", ngramLength: 3, skipLength: 1, weighting: WeightingCriteria.TfIdf), Data(), Other()),
        new("WordBags-several", ml => ml.Text.ProduceWordBags("Out", ["Text", "Texts"], ngramLength: 1), Data(), Other()),
        new("WordBags-few", ml => ml.Text.ProduceWordBags("Out", "Text", maximumNgramsCount: 3), Data(), Other()),
        new("WordBags-frequencies", ml => ml.Text.ProduceWordBags("Out", ';', ':', "Frequencies"), Data(), Other(), KeepsFile: true),
        new("WordBags-frequencies-in-place", ml => ml.Text.ProduceWordBags("Frequencies", ';', ':', maximumNgramsCount: 2), Data(), Other()),
        new("WordBags-without-frequencies", ml => ml.Text.ProduceWordBags("Out", ';', '\0', "Text"), Data(), Other()),
    ];

    private static ArrayView Data() => MakeData(
        [Dense<uint>(1, 2, 3, 1, 2), Dense<uint>(), Sparse<uint>(9, (2, 4), (3, 300), (7, 1)), Dense<uint>(4, 0, 4), Dense<uint>(1), Dense<uint>(1, 2, 3, 4, 5, 6, 7, 8)],
        ["the cat the  dog", "", "dog", "a cat saw the cat the dog saw", " ", "cat"],
        ["cat:2;dog:1", "", "dog", "mouse:0;dog:3;", "cat:1:2;cow", ";;"]);

    private static ArrayView Other() => MakeData(
        [Dense<uint>(), Dense<uint>(2, 3, 1, 2, 2, 3), Sparse<uint>(3, (2, 4)), Dense<uint>(200, 5, 6, 0, 7), Sparse<uint>(4), Dense<uint>(3, 1, 2, 3, 1, 2, 3)],
        ["mouse", "the dog saw a cat", "saw saw saw", "", "cat the dog", "dog"],
        ["cow:12", "cat:3;mouse:2", "", "dog;dog;dog:2", "cow", "x"]);

    private static ArrayView MakeData(VBuffer<uint>[] keys, string[] texts, string[] frequencies) => new ArrayView()
        .Add("Keys", Vector(new KeyDataViewType(typeof(uint), 200), 0), keys, KeyValues(TextDataViewType.Instance, Texts([.. Enumerable.Range(0, 200).Select(i => i % 7 == 5 ? "" : $"w{i}")])))
        .Add("Nameless", Vector(new KeyDataViewType(typeof(uint), 5), 0), keys)
        .Add("Empty", Vector(new KeyDataViewType(typeof(uint), 5), 0), [.. keys.Select(_ => Dense<uint>())], KeyValues(TextDataViewType.Instance, Texts("a", "b", "c", "d", "e")))
        .Add("Bytes", Vector(new KeyDataViewType(typeof(byte), 3), 2), [.. keys.Select((_, i) => Dense((byte)(i % 4), (byte)(i % 3)))], KeyValues(TextDataViewType.Instance, Texts("a", "b", "c")))
        .Add("Text", TextDataViewType.Instance, Texts(texts))
        .Add("Texts", Vector(TextDataViewType.Instance, 2), [.. texts.Select((text, i) => DenseTexts(text, texts[i / 2]))])
        .Add("Frequencies", TextDataViewType.Instance, Texts(frequencies));
}
