using System.Diagnostics;
using System.Globalization;

namespace MLNetDeep.Benchmarks.Deployment;

/// <summary>
/// Scores the pictures of an IDX file one by one. Writes the first digit as soon as it is known, and times to the error output in the form of
/// samples/AotScoring.
/// </summary>
internal static class ScoredDigits
{
    private const int HeaderLength = 16;
    private const int PictureLength = 28 * 28;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The model and the file with the pictures, not compressed.</param>
    /// <param name="load">Loads the model, and returns a function from pixels to the recognized digit.</param>
    public static void Run(string[] args, Func<string, Func<byte[], int>> load)
    {
        long started = Stopwatch.GetTimestamp();
        Func<byte[], int> score = load(args[0]);
        using FileStream pictures = File.OpenRead(args[1]);
        pictures.Position = HeaderLength;
        byte[] pixels = new byte[PictureLength];
        TimeSpan? first = null;
        long scoring = 0, count = 0;
        while (pictures.ReadAtLeast(pixels, PictureLength, throwOnEndOfStream: false) == PictureLength)
        {
            long start = Stopwatch.GetTimestamp();
            int digit = score(pixels);
            scoring += Stopwatch.GetTimestamp() - start;
            Console.WriteLine(digit);
            first ??= Stopwatch.GetElapsedTime(started);
            count++;
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"First score after {first?.TotalMilliseconds:F2} ms. {count} scores, {scoring * 1e6 / Stopwatch.Frequency / count:F3} µs each."));
    }
}
