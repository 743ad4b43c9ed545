using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Reports.Html;

/// <summary>Draws images of test rows with their predictions, and the words that matter most.</summary>
internal static class ExamplePictures
{
    private const int WordsOfEachSign = 12;

    public static IEnumerable<Picture> Draw(EvaluationResults results)
    {
        if (Images(results.FirstRows) is { Count: > 0 } first)
        {
            yield return Pictures.Images("The first test images", first, name: "first-images");
        }

        if (Images(results.Mistakes) is { Count: > 0 } mistakes)
        {
            yield return Pictures.Images(
                results is RegressionResults ? "Images with the largest errors" : "Most confident mistakes", mistakes, name: "mistakes");
        }
    }

    public static IEnumerable<Picture> DrawWords(ITransformer model, IDataView scored, ReportOptions options)
    {
        using WordContributions? contributions = WordContributions.FindForTexts(model, scored, options.TextColumn);
        if (contributions?.RankWordsOf(scored) is { Count: > 0 } words)
        {
            yield return Pictures.WordContributions(
            [
                .. words.Where((_, i) => i < WordsOfEachSign || i >= words.Count - WordsOfEachSign)
                    .Select(word => (word.Word, word.Logit)),
            ]);
        }
    }

    private static List<LabelledImage> Images(IEnumerable<Example> examples) =>
    [
        .. from example in examples
           let image = example.Image
           where image is not null
           select new LabelledImage(
               image.Height, image.Width, image.Channels, [.. image.Pixels],
               Caption(example), example.IsCorrect),
    ];

    // Long names are cut, so the probability has a line of its own.
    private static ImmutableArray<string> Caption(Example example) =>
    [
        $"true {example.Label}",
        $"predicted {example.Predicted}",
        .. example.Confidence is { } confidence ? (string[])[$"probability {PictureText.Percent(confidence)}"] : [],
    ];
}
