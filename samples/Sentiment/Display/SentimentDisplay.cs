using MLNetDeep.Reports;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Shows the predicted sentiment of texts and the words that contribute most to it.</summary>
internal sealed class SentimentDisplay(SentimentModel model, bool explain, TextWriter output)
{
    private const int MaxShownWords = 10;

    /// <summary>Shows a text with its predicted sentiment, the probability and, if wanted, the contributions of its words.</summary>
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

    /// <summary>Shows the predicted sentiment of each text.</summary>
    public void ShowTexts(IEnumerable<string> texts, CancellationToken cancellation)
    {
        foreach (string text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            Show(text);
        }
    }

    /// <summary>Prompts for texts and shows their predicted sentiments until the user enters an empty line or the input ends.</summary>
    /// <exception cref="OperationCanceledException">The user pressed Ctrl-C at the prompt.</exception>
    public void ShowTypedTexts(TextReader keyboard, CancellationToken cancellation)
    {
        output.WriteLine("Type a text to see its sentiment; enter an empty line to quit.");
        while (true)
        {
            output.Write("> ");
            // A console read cannot be cancelled, so it runs on another thread; this thread waits for the line or the cancellation.
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

    /// <summary>Shows the model's most positive and most negative words, if it has a bag of words.</summary>
    public void ShowWords()
    {
        if (!model.HasBag)
        {
            return;
        }

        IReadOnlyList<WordContribution> ranked = model.RankWords();
        string[] positive = [.. ranked.Take(MaxShownWords).TakeWhile(c => c.Logit > 0).Select(FormatRow)];
        string[] negative = [.. ranked.Reverse().Take(MaxShownWords).TakeWhile(c => c.Logit < 0).Select(FormatRow)];
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
        foreach (WordContribution contribution in contributions.Take(MaxShownWords))
        {
            output.WriteLine($"       {FormatRow(contribution)}");
        }

        if (contributions.Count > MaxShownWords)
        {
            output.WriteLine($"       and {contributions.Count - MaxShownWords} more that contribute less");
        }
        else if (contributions.Count == 0)
        {
            output.WriteLine("       none of the words is in the vocabulary");
        }
    }

    private static string FormatRow(WordContribution contribution) => $"{contribution.Logit,7:+0.000;-0.000;0.000} {contribution.Word}";
}
