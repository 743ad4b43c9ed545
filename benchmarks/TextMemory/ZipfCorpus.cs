using System.Text;

namespace MLNetDeep.Benchmarks.TextMemory;

/// <summary>
/// Generates a file of random texts, one per line, whose word frequencies follow Zipf's law: the word of rank r has a probability
/// proportional to 1 / r^s. Only the line being written is in memory.
/// </summary>
/// <remarks>
/// Ranks are drawn by rejection-inversion (Hörmann and Derflinger, 1996), which needs no table of ranks. A word is its
/// rank written in letters.
/// </remarks>
internal sealed class ZipfCorpus
{
    private const double Exponent = 1.07;
    private const int WordsPerText = 230;
    private const string Letters = "etaoinshrdlucmfwypvbgkqjxz";

    private readonly Random _random = new(1);
    private readonly double _first;
    private readonly double _last;
    private readonly double _shift;

    public ZipfCorpus(int wordCount)
    {
        _first = Integral(1.5) - 1;
        _last = Integral(wordCount + 0.5);
        _shift = 2 - Inverse(Integral(2.5) - Math.Pow(2, -Exponent));
    }

    public void Write(string path, long bytes)
    {
        using StreamWriter writer = new(path, append: false, Encoding.ASCII, 1 << 16);
        StringBuilder text = new();
        for (long written = 0; written < bytes; written += text.Length)
        {
            text.Clear();
            for (int i = 0; i < WordsPerText; i++)
            {
                AppendWord(text.Append(i == 0 ? "" : " "), Draw());
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

    private int Draw()
    {
        while (true)
        {
            double u = _last + (_random.NextDouble() * (_first - _last));
            double x = Inverse(u);
            double rank = Math.Floor(x + 0.5);
            if (rank - x <= _shift || u >= Integral(rank + 0.5) - Math.Pow(rank, -Exponent))
            {
                return (int)Math.Max(1, rank);
            }
        }
    }

    // The integral of x^-s, and its inverse.
    private static double Integral(double x) => Math.Pow(x, 1 - Exponent) / (1 - Exponent);

    private static double Inverse(double y) => Math.Pow(y * (1 - Exponent), 1 / (1 - Exponent));
}
