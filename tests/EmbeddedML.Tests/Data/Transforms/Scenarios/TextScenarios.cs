using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators for columns of text.</summary>
internal static class TextScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. new[] { "Text", "Texts", "Characters" }.Select(name => new Scenario($"NormalizeText-{name}", ml => ml.Text.NormalizeText("Out", name), Data())),
        .. new[] { "Text", "Texts", "Characters" }.Select(name => new Scenario($"NormalizeText-{name}-bare", ml => ml.Text.NormalizeText("Out", name, TextNormalizingEstimator.CaseMode.Upper, keepDiacritics: false, keepPunctuations: false, keepNumbers: false), Data())),
        .. new[] { "Text", "Texts", "Characters" }.Select(name => new Scenario($"NormalizeText-{name}-diacritics", ml => ml.Text.NormalizeText("Out", name, TextNormalizingEstimator.CaseMode.None, keepDiacritics: true, keepPunctuations: false), Data())),
        new("NormalizeText", ml => ml.Text.NormalizeText("Text", caseMode: TextNormalizingEstimator.CaseMode.None), Data(), KeepsFile: true),
        .. new[] { "Text", "Texts" }.Select(name => new Scenario($"TokenizeIntoWords-{name}", ml => ml.Text.TokenizeIntoWords("Out", name), Data())),
        .. new[] { "Text", "Texts" }.Select(name => new Scenario($"TokenizeIntoWords-{name}-separators", ml => ml.Text.TokenizeIntoWords("Out", name, [',', '.', ' ', '!']), Data())),
        new("TokenizeIntoWords", ml => ml.Text.TokenizeIntoWords("Text", separators: ['-']), Data(), KeepsFile: true),
        new("RemoveDefaultStopWords", ml => ml.Text.RemoveDefaultStopWords("Out", "Words"), Data(), KeepsFile: true),
        new("RemoveDefaultStopWords-French", ml => ml.Text.RemoveDefaultStopWords("Out", "Words", StopWordsRemovingEstimator.Language.French), Data()),
        new("RemoveDefaultStopWords-Texts", ml => ml.Text.RemoveDefaultStopWords("Out", "Texts"), Data()),
        new("RemoveStopWords", ml => ml.Text.RemoveStopWords("Out", "Words", "Été", "  KING ", "the", "", "The"), Data(), KeepsFile: true),
        new("Text-pipeline", ml => ml.Text.NormalizeText("Clean", "Text", keepPunctuations: false).Append(ml.Text.TokenizeIntoWords("Clean")).Append(ml.Text.RemoveDefaultStopWords("Clean")).Append(ml.Conversion.MapValueToKey("Clean")), Data()),
    ];

    private static ArrayView Data() => new ArrayView()
        .Add("Text", TextDataViewType.Instance, Texts("The Quick, brown fox; it's 42!", "", "  Ça déjà-vu   ÉTÉ  ", "naïve café: 3½ ①", "ŁÓDŹ Ἀθῆναι Άγιος Ёлка Ǖ e\u0301 שָׁלוֹם"))
        .Add("Texts", Vector(TextDataViewType.Instance, 3),
            [DenseTexts("One two", "", "THE the The"), DenseTexts("...", "12", "a1"), Sparse(3, (1, "sparse, word".AsMemory())), DenseTexts("a  b", " c ", "d"), DenseTexts("x.y!z,w", "I", "i")], ArrayView.SlotNames("a", "b", "c"))
        .Add("Words", Vector(TextDataViewType.Instance, 0),
            [DenseTexts("the", "King", "of", "été", "AND", "queen"), DenseTexts(), DenseTexts("", "THE", ""), DenseTexts("d'", "Être", "nº", "Nº", "été"), DenseTexts("thickv", "fify", "system", "zzz")])
        .Add("Characters", Vector(TextDataViewType.Instance, 0),
            [AllCharacters(0, 0x500), AllCharacters(0x500, 0x800), AllCharacters(0x1E00, 0x2100), AllCharacters(0x2100, 0x2200), DenseTexts("\ud835\udc00")]);

    // Each character by itself, so that what becomes of it is told apart.
    private static VBuffer<ReadOnlyMemory<char>> AllCharacters(int first, int end)
        => DenseTexts([.. Enumerable.Range(first, end - first).Where(c => c is not ('\n' or '\r') && !char.IsControl((char)c)).Select(c => $"{(char)c}")]);
}
