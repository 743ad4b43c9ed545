namespace MLNetDeep.Samples.Pictures;

/// <summary>Draws misclassified pictures as text, several side by side.</summary>
/// <param name="data">Names the classes and says the shape of a picture.</param>
/// <param name="output">Receives the text.</param>
internal sealed class MistakesDisplay(PictureData data, TextWriter output)
{
    private const int PicturesPerLine = 3;

    /// <summary>Draws the mistakes with their true and predicted classes.</summary>
    public void Show(IReadOnlyList<Mistake> mistakes)
    {
        if (mistakes.Count == 0)
        {
            return;
        }

        output.WriteLine("The mistakes of which the network is most certain:");
        TextArt art = new(data.Shape[0], data.Shape[1], data.Shape[2]);
        foreach (Mistake[] line in mistakes.Chunk(PicturesPerLine))
        {
            foreach (string text in art.Draw([.. line.Select(mistake => mistake.Pixels)]))
            {
                output.WriteLine(text);
            }

            output.WriteLine(art.Caption(line.Select(mistake => $"true: {data.ClassNames[mistake.Label]}")));
            output.WriteLine(art.Caption(line.Select(mistake => $"predicted: {data.ClassNames[mistake.Predicted]} ({mistake.Probability:P0})")));
            output.WriteLine();
        }
    }
}
