using System.Globalization;

namespace EmbeddedML.Tests.Data.Text;

/// <summary>Loading and writing of text against what Microsoft.ML 5.0.0 made of the same files; see the fixtures.</summary>
public sealed class RecordedScenarioTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embeddedml-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_files_are_loaded_and_written_as_by_MLNet()
    {
        // A time without a date is one of today.
        string today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] expected = Read("random-scenarios.txt").Replace("{today}", today).Split("=== ", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(250, expected.Length);
        for (int number = 0; number < expected.Length; number++)
            Assert.Equal($"=== {expected[number]}", RandomTextScenarios.Transcript(number, _folder).Replace("\r\n", "\n"));
    }

    [Fact]
    public void Options_and_their_errors_are_those_of_MLNet()
        => Assert.Equal(Read("loader-cases.txt").TrimEnd().Split('\n'), new TextLoaderCases(_folder).Run());

    [Fact]
    public void Numbers_have_the_bits_that_MLNet_reads()
    {
        foreach (string line in Read("numbers.txt").Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] parts = line.Split(' ');
            Assert.True(Microsoft.ML.Data.RealText.TryParse(parts[0], '.', 0f, out float single), line);
            Assert.True(Microsoft.ML.Data.RealText.TryParse(parts[0], '.', 0.0, out double number), line);
            Assert.Equal(int.Parse(parts[1], NumberStyles.HexNumber), BitConverter.SingleToInt32Bits(single));
            Assert.Equal(long.Parse(parts[2], NumberStyles.HexNumber), BitConverter.DoubleToInt64Bits(number));
        }
    }

    private static string Read(string name) => File.ReadAllText(Fixture.PathOf($"Text/{name}")).Replace("\r\n", "\n");
}
