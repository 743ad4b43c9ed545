using System.Globalization;
using System.Text.Json;
using MLNetDeep.Benchmarks.Distributed.Tables;

namespace MLNetDeep.Benchmarks.Distributed.Sameness;

/// <summary>The table of docs/distributed.md, from a file of results.</summary>
internal static class SameTable
{
    /// <summary>Writes the table into a page.</summary>
    public static void WriteInto(string page, string results)
    {
        SameResult[] all =
        [
            .. File.ReadLines(results).Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<SameResult>(line)!),
        ];
        string table = Markdown.Table(
            ["network", "2 ranks", "4 ranks", "steps within 1e-4, of 200", "one process, a weight's last bit changed"],
            from result in all
            group result by result.Network into network
            let two = network.First(result => result.Ranks == 2)
            let four = network.First(result => result.Ranks == 4)
            select (string[])
            [
                network.Key,
                Text(two.Difference),
                Text(four.Difference),
                two.StepsWithin == four.StepsWithin ? $"{two.StepsWithin}" : $"{two.StepsWithin} and {four.StepsWithin}",
                $"{Text(two.Changed.Min())} to {Text(two.Changed.Max())}",
            ]);
        File.WriteAllText(page, Markdown.Replace(File.ReadAllText(page), "same", table));
    }

    private static string Text(double difference) =>
        difference == 0 ? "0" : difference.ToString(difference < 1e-3 ? "0.0e-0" : "0.0 %", CultureInfo.InvariantCulture);
}
