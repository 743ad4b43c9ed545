using System.Text;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>
/// The form of the files in Fixtures/Evaluation: for each case a line "== name", then what it wrote, or "!! " and the type of the
/// exception that it threw. The files were recorded by a program that ran the cases in this folder on Microsoft.ML 5.0.0
/// with new MLContext(1), all cases of a file in their order in one context.
/// </summary>
internal static class RecordedCases
{
    private const string Heading = "== ";

    public static string Write(IEnumerable<(string Name, Func<string> Run)> cases)
    {
        var text = new StringBuilder();
        foreach ((string name, Func<string> run) in cases)
            text.Append(Heading).Append(name).Append('\n').Append(Outcome(run)).Append('\n');
        return text.ToString();
    }

    /// <summary>What was recorded, by the name of the case.</summary>
    public static Dictionary<string, string> Read(string text)
    {
        var outcomes = new Dictionary<string, string>();
        foreach (string section in text.Split('\n' + Heading))
        {
            string[] parts = section.Split('\n', 2);
            outcomes.Add(parts[0].Replace(Heading, ""), parts[1].TrimEnd('\n'));
        }
        return outcomes;
    }

    private static string Outcome(Func<string> run)
    {
        try
        {
            return run().ReplaceLineEndings("\n");
        }
        catch (Exception exception)
        {
            return "!! " + exception.GetType().Name + '\n';
        }
    }
}
