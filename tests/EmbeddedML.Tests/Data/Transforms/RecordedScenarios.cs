using EmbeddedML.Tests.Data.Transforms.Scenarios;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>
/// What Microsoft.ML 5.0.0 made of the scenarios: Fixtures/Transforms has a file for each group of them, with a line "== name"
/// before each, and the model files of some. Record.cs.txt there is the program that wrote them.
/// </summary>
internal static class RecordedScenarios
{
    private const string Heading = "== ";

    private static readonly Lazy<Dictionary<string, string>> s_recorded = new(ReadAll);

    /// <summary>All scenarios, by name.</summary>
    public static IReadOnlyDictionary<string, Scenario> ByName { get; } = Scenario.Groups.Values.SelectMany(group => group).ToDictionary(s => s.Name);

    /// <summary>What was recorded under a name.</summary>
    public static string Of(string name) => s_recorded.Value[name];

    public static string ModelFileOf(string name) => Fixture.PathOf($"Transforms/{name}.zip");

    private static Dictionary<string, string> ReadAll()
    {
        var recorded = new Dictionary<string, string>();
        foreach (string group in Scenario.Groups.Keys)
        {
            string text = '\n' + File.ReadAllText(Fixture.PathOf($"Transforms/{group}.txt")).ReplaceLineEndings("\n");
            foreach (string section in text.Split('\n' + Heading).Skip(1))
            {
                string[] parts = section.Split('\n', 2);
                recorded.Add(parts[0], parts[1].TrimEnd('\n'));
            }
        }
        return recorded;
    }
}
