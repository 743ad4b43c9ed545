using System.Text;

namespace MLNetDeep.Benchmarks.TextMemory;

/// <summary>
/// Generates a file of random texts, one per line. The word frequencies follow Zipf's law: the r-th most frequent word has a probability
/// proportional to 1 / r^s, where s is the exponent. Only one line is in memory at a time.
/// </summary>
/// <remarks>
/// Ranks are drawn by rejection-inversion (Hörmann and Derflinger, 1996), which needs no table of ranks. Each word is its rank,
/// written with letters instead of digits.
/// </remarks>
internal sealed class ZipfCorpus
{
    private const double Exponent = 1.07;
    private const int WordsPerText = 230;
    private const string Letters = "etaoinshrdlucmfwypvbgkqjxz";

    private readonly Random _random = new(1);
    private readonly double _minIntegral;
    private readonly double _maxIntegral;
    private readonly double _acceptanceThreshold;

    public ZipfCorpus(int wordCount)
    {
        _minIntegral = Integral(1.5) - 1;
        _maxIntegral = Integral(wordCount + 0.5);
        _acceptanceThreshold = 2 - Inverse(Integral(2.5) - Math.Pow(2, -Exponent));
    }

    /// <summary>Writes texts until the file has at least this many bytes.</summary>
    public void Write(string path, long minBytes)
    {
        using StreamWriter writer = new(path, append: false, Encoding.ASCII, 1 << 16);
        StringBuilder text = new();
        for (long written = 0; written < minBytes; written += text.Length)
        {
            text.Clear();
            for (int i = 0; i < WordsPerText; i++)
            {
                AppendWord(text.Append(i == 0 ? "" : " "), DrawRank());
            }

            writer.Write(text.Append('\n'));
        }
    }

    private static void AppendWord(StringBuilder text, int rank)
    {
        for (; rank > 0; rank = (rank - 1) / Letters.Length)
        {
            text.Append(Letters[(rank - 1) % Letters.Length]);
        }
    }

    private int DrawRank()
    {
        while (true)
        {
            double u = _maxIntegral + (_random.NextDouble() * (_minIntegral - _maxIntegral));
            double x = Inverse(u);
            double rank = Math.Floor(x + 0.5);
            if (rank - x <= _acceptanceThreshold || u >= Integral(rank + 0.5) - Math.Pow(rank, -Exponent))
            {
                return (int)Math.Max(1, rank);
            }
        }
    }

    // An antiderivative of x^-s. It approximates the sum of the probabilities.
    private static double Integral(double x) => Math.Pow(x, 1 - Exponent) / (1 - Exponent);

    // The inverse function of Integral.
    private static double Inverse(double y) => Math.Pow(y * (1 - Exponent), 1 / (1 - Exponent));
}
