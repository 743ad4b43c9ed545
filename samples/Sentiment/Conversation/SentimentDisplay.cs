namespace MLNetDeep.Samples.Sentiment;

/// <summary>Shows the sentiments of texts, and what they come from.</summary>
internal sealed class SentimentDisplay(SentimentModel model, bool explain, TextWriter output)
{
    private const int ShownWords = 10;

    /// <summary>Shows the sentiment of a text: how probable it is, which it is, and the text.</summary>
    public void Show(string text)
    {
        SentimentPrediction prediction = model.Predict(text);
        double probability = prediction.PredictedLabel ? prediction.Probability : 1 - prediction.Probability;
        string sentiment = prediction.PredictedLabel ? "positive" : "negative";
        output.WriteLine($"{probability,6:P1} {sentiment}  {text.ReplaceLineEndings(" ")}".TrimEnd());
        if (explain)
        {
            ShowContributions(prediction);
        }
    }

    /// <summary>Shows the sentiments of a file's lines.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ShowLines(string path, CancellationToken cancellation)
    {
        foreach (string line in File.ReadLines(path))
        {
            cancellation.ThrowIfCancellationRequested();
            Show(line);
        }
    }

    /// <summary>Shows the sentiments of lines from the keyboard, until one is empty or there are no more.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled while it waited for a line.</exception>
    public void Converse(TextReader keyboard, CancellationToken cancellation)
    {
        output.WriteLine("Type a text to see its sentiment; an empty line ends.");
        while (true)
        {
            output.Write("> ");
            // The console cannot be told to stop reading; so that Ctrl-C works, another thread waits for it.
            string? line = Task.Run(keyboard.ReadLine, CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
            if (line is null)
            {
                output.WriteLine();
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                return;
            }

            Show(line);
        }
    }

    /// <summary>Shows the words of the model that are the most positive and the most negative.</summary>
    public void ShowWords()
    {
        IReadOnlyList<WordContribution> ranked = model.RankWords();
        string[] positive = [.. ranked.Take(ShownWords).TakeWhile(c => c.Logit > 0).Select(Row)];
        string[] negative = [.. ranked.Reverse().Take(ShownWords).TakeWhile(c => c.Logit < 0).Select(Row)];
        const string Heading = "Most positive words";
        int width = positive.Append(Heading).Max(row => row.Length);
        output.WriteLine($"{Heading.PadRight(width)}   Most negative words");
        for (int i = 0; i < Math.Max(positive.Length, negative.Length); i++)
        {
            output.WriteLine($"{positive.ElementAtOrDefault(i)?.PadRight(width) ?? new string(' ', width)}   {negative.ElementAtOrDefault(i)}".TrimEnd());
        }

        output.WriteLine();
    }

    private void ShowContributions(SentimentPrediction prediction)
    {
        IReadOnlyList<WordContribution> contributions = model.Explain(prediction);
        foreach (WordContribution contribution in contributions.Take(ShownWords))
        {
            output.WriteLine($"       {Row(contribution)}");
        }

        if (contributions.Count > ShownWords)
        {
            output.WriteLine($"       and {contributions.Count - ShownWords} more that contribute less");
        }
        else if (contributions.Count == 0)
        {
            output.WriteLine("       none of its words is known");
        }
    }

    private static string Row(WordContribution contribution) => $"{contribution.Logit,7:+0.000;-0.000;0.000} {contribution.Word}";
}
