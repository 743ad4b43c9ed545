using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Benchmarks;
using MLNetDeep.Benchmarks.TextMemory;
using MLNetDeep.Data;
using MLNetDeep.Transforms;

// Learns a vocabulary from a file with one text per line and prints the time and the peak memory of the process.
//   dotnet run -c Release --project benchmarks/TextMemory -- zipf.txt --generate 1024
//   dotnet run -c Release --project benchmarks/TextMemory -- reviews.txt --max-ngram 2 --mlnet
Argument<string> file = new("file") { Description = "The file with one text per line." };
Option<int> generatedMegabytes = new("--generate")
{
    Description = "First generate the file with this many megabytes of random words, whose frequencies follow Zipf's law.",
};
Option<int> words = new("--words")
{
    Description = "The number of different words that the generated texts are drawn from.",
    DefaultValueFactory = _ => 20_000_000,
};
Option<int> maxNGram = new("--max-ngram") { Description = "The maximum length of n-grams, in words.", DefaultValueFactory = _ => 1 };
Option<int?> threads = new("--threads") { Description = "The number of threads that count words. Default: one per processor core." };
Option<bool> useMLNet = new("--mlnet") { Description = "Use ML.NET's ProduceWordBags instead of MLNetDeep's BagOfWords, for comparison." };
RootCommand command = new("Measures the memory that is needed to learn a vocabulary.")
{
    file, generatedMegabytes, words, maxNGram, threads, useMLNet,
};
command.SetAction(arguments =>
{
    string path = arguments.GetValue(file)!;
    if (arguments.GetValue(generatedMegabytes) > 0)
    {
        new ZipfCorpus(arguments.GetValue(words)).Write(path, arguments.GetValue(generatedMegabytes) * 1_048_576L);
    }

    MLContext ml = new(seed: 1);
    IDataView texts = ml.Data.LoadTextLines(path);
    double megabytesBefore = PeakMemory.Megabytes();
    long start = Stopwatch.GetTimestamp();
    string learned;
    if (arguments.GetValue(useMLNet))
    {
        ITransformer model = ml.Transforms.Text.ProduceWordBags("Bag", "Text", ngramLength: arguments.GetValue(maxNGram)).Fit(texts);
        learned = $"{model.GetOutputSchema(texts.Schema)["Bag"].Type}";
    }
    else
    {
        BagOfWordsOptions options = new() { MaxNGram = arguments.GetValue(maxNGram), Threads = arguments.GetValue(threads) };
        TextVocabulary vocabulary = ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(texts).Vocabulary;
        learned = $"{vocabulary.Count} terms of {vocabulary.TextCount} texts, counts at most {vocabulary.MaxUndercount} short";
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{new FileInfo(path).Length / 1_048_576d:F0} MB: {learned}; {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, "
            + $"peak {PeakMemory.Megabytes():F0} MB ({megabytesBefore:F0} MB before)"));
});
return command.Parse(args).Invoke();
