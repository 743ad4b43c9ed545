namespace MLNetDeep.Samples.Sentiment;

/// <summary>Shows the sentiments of texts and the words that cause them.</summary>
internal sealed class SentimentDisplay(SentimentModel model, bool explain, TextWriter output)
{
    private const int ShownWords = 10;

    /// <summary>Shows the probability, the sentiment and the text.</summary>
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

    /// <summary>Shows the sentiment of each line of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ShowLines(string path, CancellationToken cancellation)
    {
        foreach (string line in File.ReadLines(path))
        {
            cancellation.ThrowIfCancellationRequested();
            Show(line);
        }
    }

    /// <summary>Shows the sentiment of each line from the keyboard until an empty line or the end of the input.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while a line was being read.</exception>
    public void Converse(TextReader keyboard, CancellationToken cancellation)
    {
        output.WriteLine("Type a text to see its sentiment; an empty line ends.");
        while (true)
        {
            output.Write("> ");
            // Console reads cannot be cancelled, so another thread reads while this one waits for the line or the token.
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

    /// <summary>Shows the model's most positive and most negative words.</summary>
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
            string left = positive.ElementAtOrDefault(i) ?? "";
            output.WriteLine($"{left.PadRight(width)}   {negative.ElementAtOrDefault(i)}".TrimEnd());
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
            output.WriteLine("       none of its words is in the vocabulary");
        }
    }

    private static string Row(WordContribution contribution) => $"{contribution.Logit,7:+0.000;-0.000;0.000} {contribution.Word}";
}
