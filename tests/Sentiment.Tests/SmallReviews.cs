using MLNetDeep.Samples.Sentiment;
using Samples.Tests;

namespace Sentiment.Tests;

/// <summary>
/// Creates a folder with a small, easy data set: texts with a word such as "good" are positive, those with a word such as "bad" negative.
/// </summary>
internal sealed class SmallReviews : IDisposable
{
    public const int Count = 200;

    private static readonly string[] s_good = ["good", "great", "fine"];
    private static readonly string[] s_bad = ["bad", "poor", "dull"];
    private static readonly string[] s_things = ["film", "phone", "meal", "story", "sound"];

    public SmallReviews()
    {
        Folder = Directory.CreateTempSubdirectory("sentiment-").FullName;
        System.IO.File.WriteAllLines(Tsv, ["sentiment\treview", .. Enumerable.Range(0, Count).Select(i => $"{i % 2}\t{Text(i)}")]);
    }

    public string Folder { get; }

    /// <summary>The tab-separated file with the rows. Rows with an odd index are positive.</summary>
    public string Tsv => File("reviews.tsv");

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Returns the text of a row.</summary>
    public static string Text(int row)
    {
        string[] words = row % 2 == 1 ? s_good : s_bad;
        return $"The {s_things[row / 2 % 5]} is {words[row / 10 % 3]}, I say";
    }

    /// <summary>Runs the sample on these rows, without keyboard input.</summary>
    public SampleRun Run(params string[] arguments) => RunSample(["--tsv", Tsv, .. arguments]);

    /// <summary>Runs the sample with exactly these arguments, without keyboard input.</summary>
    public static SampleRun RunSample(params string[] arguments) => Execute(keyboard: null, arguments);

    /// <summary>Runs the sample with exactly these arguments and with keyboard input.</summary>
    public static SampleRun RunWithKeyboard(TextReader keyboard, params string[] arguments) => Execute(keyboard, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static SampleRun Execute(TextReader? keyboard, string[] arguments) =>
        SampleRun.Execute((output, error) => new SentimentCommand(output, error, isTerminal: false, keyboard), arguments);
}
