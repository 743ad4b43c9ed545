using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Small data sets of texts whose words were counted by hand.</summary>
internal static class Reviews
{
    /// <summary>
    /// The words and their counts: film 9, bon 8, un 7, voir 6, très 5, l'été 4, où 4, déçu 3, cœur 2, noël 2, de 1, été 1. Words with
    /// equal counts are in ordinal order.
    /// </summary>
    public static readonly string[] French =
    [
        "Film, film, FILM ! Un bon film. Bon.",
        "Un film très bon ; bon, bon...",
        "voir : un film<br />très bon",
        "Voir L’été, où l'été !",
        "Bon film ; voir un film, voir un film",
        "Très très déçu, un été",
        "où où voir Noël ?",
        "L'ÉTÉ de noël : cœur déçu, bon CŒUR",
        "déçu. où ? L'été. très voir un",
    ];

    public static IDataView View(MLContext ml, params IEnumerable<string?> texts) => ml.Data.LoadFromEnumerable(texts.Select(t => new Row { Text = t }).ToArray());

    public static float[] Bag(IEstimator<ITransformer> estimator, IDataView train, string text) => Bag(estimator.Fit(train), text);

    public static float[] Bag(ITransformer model, string text) => model.Transform(View(new MLContext(), text)).GetColumn<float[]>("Bag").Single();

    public static uint[] Keys(ITransformer model, string text) => model.Transform(View(new MLContext(), text)).GetColumn<uint[]>("Keys").Single();

    public static string Words(TextVocabulary vocabulary) => string.Join(", ", vocabulary.Select(w => $"{w.Word} {w.Count}/{w.TextCount}"));

    internal sealed class Row
    {
        public string? Text { get; set; }
    }
}
