using System.Globalization;
using Microsoft.ML;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>
/// All metrics, confusion tables and exception types, against what Microsoft.ML 5.0.0 gave for the same cases. Tables are
/// compared to the character; metrics to 12 digits, because the last ones of a logarithm differ between platforms.
/// </summary>
public class RecordedMetricsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Multiclass() => AssertRecorded("Multiclass.txt", new MulticlassCases(_context.MulticlassClassification).All());

    [Fact]
    public void Binary() => AssertRecorded("Binary.txt", new BinaryCases(_context.BinaryClassification).All());

    [Fact]
    public void Regression() => AssertRecorded("Regression.txt", new RegressionCases(_context.Regression).All());

    [Fact]
    public void Cross_validation() => AssertRecorded("CrossValidation.txt", new CrossValidationCases(_context).All());

    private static void AssertRecorded(string file, IEnumerable<(string Name, Func<string> Run)> cases)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Evaluation", file);
        string recorded = File.ReadAllText(path).ReplaceLineEndings("\n");
        Dictionary<string, string> expected = RecordedCases.Read(recorded);
        Dictionary<string, string> actual = RecordedCases.Read(RecordedCases.Write(cases));

        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, string outcome) in expected)
            AssertEqual(name, outcome, actual[name]);
    }

    private static void AssertEqual(string name, string expected, string actual)
    {
        string[] expectedLines = expected.Split('\n');
        string[] actualLines = actual.Split('\n');
        for (int i = 0; i < Math.Min(expectedLines.Length, actualLines.Length); i++)
        {
            if (!SameNumbers(expectedLines[i], actualLines[i]))
                Assert.Fail($"{name}, line {i + 1}\nexpected {expectedLines[i]}\nbut was  {actualLines[i]}");
        }
        Assert.Equal(expectedLines.Length, actualLines.Length);
    }

    private static bool SameNumbers(string expected, string actual)
    {
        if (expected == actual)
            return true;
        // A metric is a name, a colon, and numbers.
        string[] expectedParts = expected.Split(": ");
        string[] actualParts = actual.Split(": ");
        if (expectedParts.Length != 2 || actualParts.Length != 2 || expectedParts[0] != actualParts[0])
            return false;
        double[] expectedNumbers = Numbers(expectedParts[1]);
        double[] actualNumbers = Numbers(actualParts[1]);
        return expectedNumbers.Length == actualNumbers.Length
            && expectedNumbers.Zip(actualNumbers).All(pair =>
                pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= 1e-12 * Math.Abs(pair.First));
    }

    private static double[] Numbers(string text)
        => Array.ConvertAll(text.Split(' '), part => double.Parse(part, CultureInfo.InvariantCulture));
}
